/** iCalendar (RFC 5545) of hearings, without people and places. */

export interface FeedHearing {
  readonly code: string;
  readonly startsAt: Date;
  readonly changedAt: Date;
}

const MOST_OCTETS = 75;

/** Content lines end in CRLF and hold 75 octets at most; a letter is never cut in two. */
export function foldLine(line: string): string {
  const lines: string[] = [];
  let now = '';
  let size = 0;
  for (const letter of line) {
    const octets = Buffer.byteLength(letter);
    // A continuation line begins with a space, which counts towards its length.
    if (size + octets > MOST_OCTETS) {
      lines.push(now);
      now = ' ';
      size = 1;
    }
    now += letter;
    size += octets;
  }
  return [...lines, now].join('\r\n');
}

export const escapeText = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '');

const utc = (at: Date): string => at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

const eventOf = ({ code, startsAt, changedAt }: FeedHearing, word: string): string[] => [
  'BEGIN:VEVENT',
  `UID:${escapeText(code.toLowerCase())}@hearing`,
  `DTSTAMP:${utc(changedAt)}`,
  `DTSTART:${utc(startsAt)}`,
  'DURATION:PT1H',
  `SUMMARY:${escapeText(`${word} ${code}`)}`,
  'CLASS:PRIVATE',
  'STATUS:CONFIRMED',
  'END:VEVENT',
];

export function calendarOf(hearings: readonly FeedHearing[], word: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//calendar//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...hearings.flatMap((one) => eventOf(one, word)),
    'END:VCALENDAR',
  ];
  return `${lines.map(foldLine).join('\r\n')}\r\n`;
}
