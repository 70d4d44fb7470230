import type { PasskeyQuestion } from './passkeys.service';

/** As the attribute `data-passkey` of a form holds it (public/passkeys.js). */
export const questionText = (question: PasskeyQuestion | null): string | null =>
  question && JSON.stringify(question);
