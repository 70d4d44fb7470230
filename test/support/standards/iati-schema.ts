/** The schema of IATI 2.03, read by libxml2 as WebAssembly: nothing of the machine is needed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';
import { ROOT } from '../../../modules/platform/config/root';

const FOLDER = join(ROOT, 'test/fixtures/standards/iati');
const fileIn = (fileName: string) => ({
  fileName,
  contents: readFileSync(join(FOLDER, fileName), 'utf8'),
});

/** What the schema says against it; nothing where it is valid. */
export async function schemaErrors(xml: string): Promise<string[]> {
  const { valid, errors } = await validateXML({
    xml: { fileName: 'activity.xml', contents: xml },
    schema: [fileIn('iati-activities-schema.xsd')],
    preload: [fileIn('iati-common.xsd'), fileIn('xml.xsd')],
  });
  const messages = errors.map(({ message }) => message);
  return valid ? messages : ['not valid', ...messages];
}
