/** Keys of people and records, and the sealing of a value at its place. */
export { createKeyFile, keyCheckValue, readKeyFile, type KeyFile } from './key-file';
export { Keys, type RecordKind } from './keys.service';
export { newKey, open, seal, type SealedFieldAddress } from '../../platform/shared/seal';

export const KEY_FILE = Symbol('key file');
