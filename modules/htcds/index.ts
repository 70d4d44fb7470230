/** Cases as HTCDS 2.0 writes them, out and in. */
export { HtcdsModule } from './htcds.module';
export { HtcdsExports } from './exports.service';
