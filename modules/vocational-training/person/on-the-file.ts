import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeePart } from '../../access';
import { CaseTabs, CaseTimeline, type TimelineEntry } from '../../beneficiaries';
import { TaskKinds } from '../../plans';
import { ListUses } from '../../reference-lists';
import type { Tx } from '../../../src/database/transactions';
import type { CivilDate } from '../../../src/shared/nights';
import { wordsIn } from '../training.words';

/** Training in the case file: its page, what happened, and the place that waits for an answer. */
@Injectable()
export class TrainingOnTheFile implements OnModuleInit {
  constructor(
    private readonly tabs: CaseTabs,
    private readonly timeline: CaseTimeline,
    private readonly kinds: TaskKinds,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.tabs.add({
      ...{ key: 'training', label: 'training:tab', icon: 'school' },
      ...{ permission: 'training:read', part: 'care', order: 46 },
    });
    this.timeline.add(trainingOnTheTimeline);
    this.kinds.add({
      ...{ kind: 'training_offer', icon: 'school', byHand: false },
      path: ({ caseId }) => caseId && `/people/${caseId}/training`,
    });
    this.uses.add('isced_levels', 'training:uses.levels');
    this.uses.add('isced_fields', 'training:uses.fields');
    this.uses.add('occupation_groups', 'training:uses.occupations');
    this.uses.add('training_dropout_reasons', 'training:uses.dropout');
  }
}

interface Line {
  readonly on: CivilDate;
  readonly by: string;
  readonly code: string;
  readonly course: string | null;
}

/** That one was oriented, and each step of an enrolment; never a note or a day of absence. */
async function trainingOnTheTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'care')) return [];
  const lines = await tx.query<Line>(
    `SELECT x.on_day::text AS "on", u.name AS by, x.code, x.course
       FROM (SELECT s.on_day, s.by, s.to_state AS code, c.title AS course, s.at FROM training_steps s
               JOIN training_enrolments e ON e.id = s.enrolment_id JOIN training_sessions t ON t.id = e.session_id
               JOIN training_courses c ON c.id = t.course_id WHERE s.case_id = $1
             UNION ALL SELECT on_day, by, 'oriented', NULL, at FROM training_orientations WHERE case_id = $1) x
       JOIN users u ON u.id = x.by ORDER BY x.at DESC LIMIT 200`,
    [caseId],
  );
  return lines.map(({ on, by, code, course }) => ({
    ...{ kind: 'training', at: on, by, path: `/people/${caseId}/training` },
    sentence: (language) => {
      const words = wordsIn(language);
      return course === null
        ? words('timeline.oriented')
        : words('timeline.step', { course, state: words(`state.${code}`) });
    },
  }));
}
