import type { SetupToken } from '../modules/setup';

/**
 * Printed where no account exists yet, to the terminal alone: the log has no secret. A programme that ran before is read
 * back first: neither command reads into a Mawa with accounts.
 */
export const setupSentence = ({ path, expiresAt }: SetupToken, base: string): string =>
  `There is no account yet.

A programme that ran before, with Mawa stopped and before anybody has an account:
  npx mawa archive read mawa-archive.zip --keys mawa-archive-keys.jsonl
  npx mawa restore DATA.age --identity FILE
Then put its key file in place, and start Mawa. docs/leaving.md, docs/backup.md
An older version on this computer keeps its data in .mawa of its folder: stop this one, and name them in MAWA_DATA.
docs/upgrading.md

A new programme: make the first two administrators here, once, until ${expiresAt.toISOString()}:
${new URL(path, base).href}
`;
