/** The library of ZIP files: loaded with the first of them, not with the server. */
export const zipJs = () => require('@zip.js/zip.js') as typeof import('@zip.js/zip.js');
