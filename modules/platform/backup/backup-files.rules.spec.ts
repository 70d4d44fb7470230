import { abandoned, backupNames, instantOf, keysOf, outdated } from './backup-files.rules';

const NOW = new Date('2026-11-30T01:45:12.345Z');

describe('the files of backups', () => {
  it('are named by their instant', () => {
    expect(backupNames(NOW)).toEqual({
      file: 'mawa-2026-11-30T014512Z.data.age',
      keys: 'mawa-2026-11-30T014512Z.keys.age',
    });
    expect(keysOf(backupNames(NOW).file)).toBe(backupNames(NOW).keys);
    expect(instantOf(backupNames(NOW).file)).toEqual(new Date('2026-11-30T01:45:12Z'));
  });

  it('are ours by their name alone', () => {
    for (const name of [
      'mawa.key.json',
      'mawa-2026-11-30.data.age',
      'notes.txt',
      '.part',
      'mawa-x.keys.age',
    ])
      expect(instantOf(name)).toBeNull();
  });

  const filesOf = (...days: string[]) =>
    days.flatMap((day) => Object.values(backupNames(new Date(`${day}T01:00:00Z`))));

  it('go after so many days, and nothing else of the folder goes', () => {
    const names = [...filesOf('2026-11-20', '2026-11-24', '2026-11-29'), 'notes.txt'];
    expect(outdated(names, NOW, 7)).toEqual(filesOf('2026-11-20'));
    expect(outdated(names, NOW, 2)).toEqual(filesOf('2026-11-20', '2026-11-24'));
  });

  it('stay where they are the latest whole backup, however old', () => {
    const [data, keys] = filesOf('2026-10-01');
    const later = filesOf('2026-10-05')[0]!; // its keys are missing: no backup
    expect(outdated([data!, keys!, later], NOW, 7)).toEqual([later]);
  });

  it('that a killed run left are known by their ending, and left alone for a day', () => {
    const left = [
      'mawa-2026-11-28T010000Z.data.age.unproven',
      'mawa-2026-11-28T010000Z.keys.age.unproven.part',
    ];
    const running = 'mawa-2026-11-30T010000Z.data.age.unproven.part';
    const names = [...left, running, ...filesOf('2026-11-28'), 'notes.unproven'];
    expect(abandoned(names, NOW)).toEqual(left);
  });
});
