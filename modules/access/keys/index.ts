/** Keys of people and records, and the sealing of a value at its place. */
export {
  addMasterKey,
  createKeyFile,
  forgetPreviousMasters,
  KEY_FILE_IS_READ_WITHIN_MS,
  keyCheckValue,
  KeyRing,
  mastersOf,
  readKeyFile,
  type KeyFile,
} from './key-file';
export { rewrapKeys, type RewrappedKeys } from './rewrap-keys';
export { Keys, type RecordKind } from './keys.service';
export { newKey, open, seal, type SealedFieldAddress } from '../../platform/shared/seal';

export const KEY_FILE = Symbol('key file');
