import style from 'swagger-ui-dist/swagger-ui.css' with { type: 'file' }
import script from 'swagger-ui-dist/swagger-ui-bundle.js' with { type: 'file' }

/** Where the viewer's files are: in the program once it is built, so that it shows the document without any other host. */
export const viewerFiles = { script, style } as const
