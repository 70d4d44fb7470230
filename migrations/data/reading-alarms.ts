/** Thresholds of alarms on unusual reading with which an installation begins (the setting `reading_alarms`). */
export const READING_ALARMS = {
  filesAnHour: 20,
  readingsADay: 150,
  outsideADay: 10,
  filesAtNight: 6,
  exportsAnHour: 5,
  searchesInHalfAnHour: 20,
  refusedAnHour: 20,
  timesOrdinary: 2,
  readersOfAFile: 6,
  dormantDays: 45,
  networkChangesAnHour: 8,
  breakGlassInAWeek: 3,
  nightFrom: 1320,
  nightUntil: 360,
  daysKept: 120,
} as const;
