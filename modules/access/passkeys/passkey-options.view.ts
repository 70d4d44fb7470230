import type { PasskeyOptions } from './passkeys.service';

/** Value of the attribute `data-passkey` of a form (public/passkeys.js). */
export const optionsText = (options: PasskeyOptions | null): string | null =>
  options && JSON.stringify(options);
