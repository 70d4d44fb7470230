/** Run by `npm run build`: writes the document of the API beside the compiled application. */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { documentPath } from '../../modules/api-docs';
import { makeDocument } from './document';

const [path = documentPath()] = process.argv.slice(2);
writeFileSync(path, JSON.stringify(makeDocument()));
