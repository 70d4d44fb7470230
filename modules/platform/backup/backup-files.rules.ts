/** Names of the files of a backup: its instant, so that they sort by age, and what they hold. */

const ENDINGS = { file: '.data.age', keys: '.keys.age' } as const;
const NAME = /^mawa-(\d{4}-\d{2}-\d{2}T\d{6}Z)\.(data|keys)\.age$/;

export interface BackupNames {
  readonly file: string;
  readonly keys: string;
}

/** `mawa-2026-11-30T014512Z.data.age` and `.keys.age`. */
export function backupNames(at: Date): BackupNames {
  const instant = at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '');
  return { file: `mawa-${instant}${ENDINGS.file}`, keys: `mawa-${instant}${ENDINGS.keys}` };
}

/** The instant of a file of a backup; null for any other file, which is none of ours. */
export function instantOf(name: string): Date | null {
  const [, instant] = NAME.exec(name) ?? [];
  if (!instant) return null;
  return new Date(instant.replace(/T(\d{2})(\d{2})(\d{2})Z$/, 'T$1:$2:$3Z'));
}

/** Backup files older than `days`; the latest complete backup is never among them. */
export function outdated(names: readonly string[], now: Date, days: number): string[] {
  const whole = names.filter(
    (name) => name.endsWith(ENDINGS.file) && names.includes(keysOf(name)) && instantOf(name),
  );
  const latest = whole.sort().at(-1);
  const limit = now.getTime() - days * 86_400_000;
  return names.filter((name) => {
    const at = instantOf(name);
    return (
      at !== null && at.getTime() < limit && name !== latest && name !== (latest && keysOf(latest))
    );
  });
}

/** How the files end until they were read back. */
export const UNPROVEN = '.unproven';
const ABANDONED = new RegExp(`${UNPROVEN.replace('.', '\\.')}(\\.part)?$`);
/** A run that takes longer is no longer one. */
const LONGEST_RUN_MS = 86_400_000;

/** Files of interrupted runs, begun at least a day ago and never verified. */
export const abandoned = (names: readonly string[], now: Date): string[] =>
  names.filter((name) => {
    const at = ABANDONED.test(name) ? instantOf(name.replace(ABANDONED, '')) : null;
    return at !== null && now.getTime() - at.getTime() > LONGEST_RUN_MS;
  });

/** The file of the keys that belongs to a file of data. */
export const keysOf = (file: string): string =>
  file.replace(new RegExp(`${ENDINGS.file.replaceAll('.', '\\.')}$`), ENDINGS.keys);
