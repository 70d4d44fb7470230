/** Indicators with targets and values, and people served. */
export {
  bedFiguresWithPast,
  followUpFigures,
  type FollowUpFigures,
  FOLLOW_UP_ANSWERS,
  FOLLOW_UP_SUBJECTS,
  referralFiguresWithPast,
  type ReferralFiguresWithPast,
  serviceFiguresWithPast,
  trainingFiguresWithPast,
} from './brought-in/figures-with-past.figures';
export { FOLLOW_UPS } from './brought-in/follow-ups.facts';
export {
  pastChoiceNote,
  pastChoices,
  pastChoiceWords,
  titleWithPast,
} from './brought-in/past-choice.words';
export { factsWithPast, pastRowsOf } from './brought-in/past-facts.data';
export { Indicators } from './indicators.service';
export { type IndicatorOfPeriod, indicatorsOfPeriod } from './indicators-of-period.queries';
export { type IndicatorsOverTime, indicatorsOverTime } from './indicators-over-time.queries';
export { type IndicatorRow, indicatorsIn } from './indicators.queries';
export { IndicatorsModule } from './indicators.module';
export { SERVED } from './people-served/people-served.facts';
export {
  type PeopleServed,
  peopleServed,
  SEX_COLUMNS,
} from './people-served/people-served.figures';
