declare module '*.sql' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: this is how an imported text arrives
  export default text
}
