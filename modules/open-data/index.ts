/** Files for everybody: IATI, HXL, CTDC-like tables, SDG 16.2.2 and JSON with its dictionary. */
export { MakeOpenData } from './make-open-data.service';
export { OpenDataModule } from './open-data.module';
