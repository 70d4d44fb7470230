import { calendarOf, escapeText, foldLine } from './ical.rules';

describe('a calendar for a telephone', () => {
  it('says that there is a hearing, when, and a code; and nothing else', () => {
    const hearing = {
      code: '7K2M-9QXD',
      startsAt: new Date('2026-12-01T09:30:00Z'),
      changedAt: new Date('2026-11-24T23:10:00Z'),
    };
    expect(calendarOf([hearing], 'Audience')).toBe(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//calendar//EN',
        'CALSCALE:GREGORIAN',
        'METHOD:PUBLISH',
        'BEGIN:VEVENT',
        'UID:7k2m-9qxd@hearing',
        'DTSTAMP:20261124T231000Z',
        'DTSTART:20261201T093000Z',
        'DURATION:PT1H',
        'SUMMARY:Audience 7K2M-9QXD',
        'CLASS:PRIVATE',
        'STATUS:CONFIRMED',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    );
  });

  it('without hearings is a calendar all the same', () => {
    expect(calendarOf([], 'Audience')).toMatch(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/);
  });

  it('folds at 75 octets and cuts no letter in two', () => {
    expect(foldLine('x'.repeat(75))).toBe('x'.repeat(75));
    expect(foldLine('x'.repeat(76))).toBe(`${'x'.repeat(75)}\r\n x`);
    // 73 octets, then a letter of two and one of two: the second stands on the next line.
    expect(foldLine(`${'x'.repeat(73)}éé`)).toBe(`${'x'.repeat(73)}é\r\n é`);
    const arabic = 'جلسة'.repeat(40);
    const lines = foldLine(arabic).split('\r\n');
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(lines.map((line, place) => (place === 0 ? line : line.slice(1))).join('')).toBe(arabic);
    expect(foldLine(`${'x'.repeat(74)}😀`)).toBe(`${'x'.repeat(74)}\r\n 😀`);
  });

  it('escapes what would end a value or begin a line', () => {
    expect(escapeText('a\\b;c,d\ne\r\nf')).toBe('a\\\\b\\;c\\,d\\ne\\nf');
    expect(escapeText('x\r\nBEGIN:VEVENT')).toBe('x\\nBEGIN:VEVENT');
    expect(escapeText('a\u0000b\u0007c')).toBe('abc');
  });
});
