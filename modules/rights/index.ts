/** The rights of the person: what was asked, the whole file, retention, legal holds, erasure. */
export { ErasureLog } from './erasure-log.service';
export { Erasures } from './erasures.service';
export { RightsModule } from './rights.module';
export { type FileSection, FileSections } from './whole-file/file-sections.service';
