import type { TaskKind } from '../plans';

const onTheComplaint = ({ subjectId }: { subjectId: string | null }) =>
  subjectId && `/complaints/${subjectId}`;

/** Each is closed by its act; what is done with them is written apart from the audit log. */
export const COMPLAINT_TASKS: readonly TaskKind[] = [
  ['complaint_new', 'mail'],
  ['complaint_words', 'message-circle'],
  ['complaint_answer', 'pencil'],
  ['complaint_second', 'users'],
  ['complaint_check', 'shield-check'],
  ['complaint_look', 'eye'],
  ['complaint_destroy', 'eraser'],
].map(([kind, icon]) => ({
  ...{ kind: kind!, icon: icon!, path: onTheComplaint, byHand: false, apart: true },
}));
