import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';
import type { Language } from '../../platform/shared/actor';
import { namedPeriod } from '../compose/compose-report.rules';
import type { LocalizedText, ReportDefinition } from '../report-definition.types';
import { nameOf } from '../reports.view';

/** Properties that distinguish a report from others of its kind. */
interface ReportLabel {
  readonly title: LocalizedText;
  readonly every: ReportDefinition['every'];
  readonly from: string;
  readonly until: string;
  readonly subject: string | null;
}

function nameOfReport(label: string, language: Language): string {
  const { title, subject, ...period } = JSON.parse(label) as ReportLabel;
  return nameOf({ title, subject, period: namedPeriod(period, period) }, language);
}

/** Reports that are drafted, for those who neither began them, computed their figures nor wrote in them. */
@Injectable()
export class ReportDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'reports',
      permission: 'reports:approve',
      taskKinds: [],
      // As report_needs_another_person() takes it; the last state is the approval while the files are made.
      select: `SELECT r.id, NULL::uuid, NULL::uuid, jsonb_build_object('title', d.title, 'every', d.every, 'from', r.period_from,
          'until', r.period_until, 'subject', (SELECT localized_name(o.name, o.names) FROM organisations o WHERE o.id = r.subject_id))::text, s.at
        FROM reports r JOIN report_definitions d ON d.kind = r.kind AND d.version = r.definition_version
        JOIN LATERAL (SELECT x.to_state, x.at, x.by FROM report_states x WHERE x.report_id = r.id ORDER BY x.id DESC LIMIT 1) s
          ON s.to_state = 'drafted'
       WHERE r.state = 'drafted' AND r.created_by <> mawa_actor() AND s.by <> mawa_actor()
         AND NOT EXISTS (SELECT FROM report_narratives n WHERE n.report_id = r.id AND n.written_by = mawa_actor())`,
      path: ({ id }) => `/reports/${id}`,
      name: nameOfReport,
    });
  }
}
