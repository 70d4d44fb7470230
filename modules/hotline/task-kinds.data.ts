import type { TaskKind } from '../plans';

export const LINE_TASKS: readonly TaskKind[] = [
  {
    kind: 'call_back',
    icon: 'phone-outgoing',
    path: ({ subjectId }) => subjectId && `/hotline/call-backs/${subjectId}`,
    byHand: false,
  },
  {
    kind: 'hotline_case',
    icon: 'phone-incoming',
    path: ({ caseId }) => caseId && `/people/${caseId}`,
    byHand: true,
  },
];
