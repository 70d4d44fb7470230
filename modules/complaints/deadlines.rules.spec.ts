import {
  type DeadlineSettings,
  deadlinesFrom,
  deadlineAtStage,
  isSafeguarding,
  earlierDates,
} from './deadlines.rules';

const settings: DeadlineSettings = {
  ordinary: { acknowledge_hours: 48, answer_days: 30 },
  safeguarding: { acknowledge_hours: 24, answer_days: 15 },
};
const received = new Date('2026-11-24T23:10:00Z');
const first = deadlinesFrom(received, false, settings);

describe('the deadlines of a complaint', () => {
  it('are two days and thirty days, by the instant', () => {
    expect(first).toEqual({
      acknowledgeBy: new Date('2026-11-26T23:10:00Z'),
      answerBy: new Date('2026-12-24T23:10:00Z'),
    });
  });

  it('are one day and fifteen where somebody may be in danger', () => {
    expect(deadlinesFrom(received, true, settings)).toEqual({
      acknowledgeBy: new Date('2026-11-25T23:10:00Z'),
      answerBy: new Date('2026-12-09T23:10:00Z'),
    });
  });

  it('are those of danger for a grave kind or a child; not knowing alone is not danger', () => {
    expect([
      isSafeguarding(true, null),
      isSafeguarding(false, true),
      isSafeguarding(false, false),
      isSafeguarding(false, null),
    ]).toEqual([true, true, false, false]);
  });

  it('are brought forward when it turns out to be grave, and never put off again', () => {
    const grave = deadlinesFrom(received, true, settings);
    expect(earlierDates(first, grave)).toEqual(grave);
    expect(earlierDates(grave, first)).toEqual(grave);
  });

  it('run until the answer, and anew when the person comes back', () => {
    const later = new Date('2027-01-10T10:00:00Z');
    const due = (stage: Parameters<typeof deadlineAtStage>[0], back: Date | null = null) =>
      deadlineAtStage(stage, later, first, false, settings, back)?.toISOString() ?? null;
    expect([
      due('received'),
      due('acknowledged'),
      due('under_investigation'),
      due('referred'),
    ]).toEqual([
      '2026-11-26T23:10:00.000Z',
      '2026-12-24T23:10:00.000Z',
      '2026-12-24T23:10:00.000Z',
      '2026-12-24T23:10:00.000Z',
    ]);
    expect([due('answered'), due('closed')]).toEqual([null, null]);
    expect([due('reopened'), due('appealed')]).toEqual([
      '2027-02-09T10:00:00.000Z',
      '2027-01-12T10:00:00.000Z',
    ]);
    expect(due('acknowledged', later)).toBe('2027-02-09T10:00:00.000Z');
  });
});
