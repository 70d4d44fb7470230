import type { PasskeyOptions } from './passkeys.service';

/** As the attribute `data-passkey` of a form holds it (public/passkeys.js). */
export const optionsText = (options: PasskeyOptions | null): string | null =>
  options && JSON.stringify(options);
