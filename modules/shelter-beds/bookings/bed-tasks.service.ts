import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskKinds } from '../../plans';

/** Where the tasks of beds are done. */
@Injectable()
export class BedTasks implements OnModuleInit {
  constructor(private readonly kinds: TaskKinds) {}

  onModuleInit(): void {
    for (const kind of ['confirm_hold', 'person_arrived', 'arrival_review', 'override_asked']) {
      this.kinds.add({ kind, icon: 'bed', path: booking, byHand: false });
    }
    const byHand = [
      'arrival_objected',
      'stay_to_review',
      'stay_unsuitable',
      'exit_follow_up',
      'override_ends',
    ];
    for (const kind of byHand) {
      this.kinds.add({ kind, icon: 'bed', path: booking, byHand: true });
    }
    // The end of the longest stay is handled by a plan for the time after, or by more nights.
    this.kinds.add({
      kind: 'stay_limit',
      icon: 'calendar-due',
      byHand: true,
      path: ({ caseId }) => caseId && `/people/${caseId}/plan`,
    });
    this.kinds.add({
      kind: 'extension_asked',
      icon: 'calendar-plus',
      byHand: false,
      path: ({ subjectId }) => subjectId && `/beds/bookings/${subjectId}/length`,
    });
    this.kinds.add({
      kind: 'bed_request_expired',
      icon: 'bed',
      byHand: false,
      path: ({ subjectId }) => subjectId && `/beds/requests/${subjectId}`,
    });
    this.kinds.add({
      kind: 'bed_to_prepare',
      icon: 'bed',
      byHand: false,
      path: ({ subjectId }) => subjectId && `/house/${subjectId}/beds`,
    });
    this.kinds.add({
      kind: 'night_counts_differ',
      icon: 'calculator',
      byHand: true,
      path: () => null,
    });
  }
}

const booking = ({ subjectId }: { subjectId: string | null }) =>
  subjectId && `/beds/bookings/${subjectId}`;
