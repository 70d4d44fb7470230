/** The library of workbooks is hundreds of files: loaded with the first workbook, not with the server. */
export const exceljs = async () => (await import('exceljs')).default;
