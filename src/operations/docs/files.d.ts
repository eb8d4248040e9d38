declare module 'swagger-ui-dist/*' {
  const path: string
  // biome-ignore lint/style/noDefaultExport: this is how an embedded file arrives
  export default path
}
