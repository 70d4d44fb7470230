/** Where the document of the API lies: beside the compiled application, made with it. */
import { join } from 'node:path';

export const documentPath = (): string => join(__dirname, '../../../openapi.json');
