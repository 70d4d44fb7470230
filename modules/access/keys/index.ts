/** Keys of people and records, and the sealing of a value at its place. */
export {
  addMasterKey,
  copyInClear,
  createKeyFile,
  forgetPreviousMasters,
  keyCheckValue,
  mastersOf,
  readKeyFile,
  readKeyFileText,
  unwrapKeyFile,
  wrapKeyFile,
} from './key-file';
export type { KeyFile } from './key-file.format';
export { KEY_FILE_IS_READ_WITHIN_MS, KeyRing, keyRingOf } from './key-ring';
export {
  fitOf,
  keyFileFit,
  type KeyFileFit,
  masterKeysInUse,
  refuseForeignKeyFile,
} from './master-keys-in-use';
export { KeyWrappingError, type KeyWrapping } from './key-wrapping';
export { keyWrappingOf } from './key-wrapping-of';
export { rewrapKeys, type RewrappedKeys } from './rewrap-keys';
export { Keys, type RecordKind } from './keys.service';
export { newKey, open, seal, type SealedFieldAddress } from '../../platform/shared/seal';

export const KEY_FILE = Symbol('key file');
