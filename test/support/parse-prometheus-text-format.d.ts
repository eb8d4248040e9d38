declare module 'parse-prometheus-text-format' {
  /** Families of samples in the text that Prometheus reads; throws on what it does not understand. */
  const parse: (text: string) => unknown
  export = parse
}
