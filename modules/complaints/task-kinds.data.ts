import type { TaskKind } from '../plans';

const complaintPath = ({ subjectId }: { subjectId: string | null }) =>
  subjectId && `/complaints/${subjectId}`;

/** Tasks opened and closed by the state of a complaint; their actions are audited in the log of complaints. */
const COMPLAINT_FILE_TASKS: readonly TaskKind[] = [
  ['complaint_new', 'mail'],
  ['complaint_words', 'message-circle'],
  ['complaint_answer', 'pencil'],
  ['complaint_second', 'users'],
  ['complaint_check', 'shield-check'],
  ['complaint_look', 'eye'],
  ['complaint_destroy', 'eraser'],
].map(([kind, icon]) => ({
  kind: kind!,
  icon: icon!,
  path: complaintPath,
  byHand: false,
  apart: true,
}));

export const COMPLAINT_TASKS: readonly TaskKind[] = [
  ...COMPLAINT_FILE_TASKS,
  {
    kind: 'queue_of_complaints',
    icon: 'mail',
    path: () => '/complaints',
    byHand: false,
    apart: true,
  },
  { kind: 'approve_contact', icon: 'phone', path: () => '/complaints/papers', byHand: false },
];
