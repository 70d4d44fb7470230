/** Cases as HTCDS 2.0 writes them, out and in. */
export { HtcdsModule } from './htcds.module';
export { HtcdsExports, type NewExport } from './exports.service';
export { type HtcdsImport, HtcdsImports } from './import.service';
