import { Injectable } from '@nestjs/common';
import { HomePanels, type HomePanelModel, type HomeRow } from '../../home';
import { labelOf } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { type CallBackRow, CallBacks } from '../call-backs.service';
import { callBackDelay } from '../call-backs.view';
import { type CallGoingOn, ReadCalls } from '../read-calls.service';

const SHOWN = 5;

/** The first page of the line: who is to be called back, and which calls go on. */
@Injectable()
export class LinePanel {
  constructor(panels: HomePanels, callBacks: CallBacks, calls: ReadCalls) {
    panels.add({
      key: 'line',
      roles: ['hotline_operator'],
      permission: 'hotline:read',
      order: 10,
      load: async (actor, language) =>
        linePanel(
          (await callBacks.list(actor)).filter(({ closedAt }) => closedAt === null),
          await calls.goingOn(actor),
          language,
        ),
    });
  }
}

/** `waiting` as its list has it, the most urgent first. */
function linePanel(
  waiting: readonly CallBackRow[],
  calls: readonly CallGoingOn[],
  language: Language,
): HomePanelModel {
  const say = (key: string, params = {}) => translate(language, `home:${key}`, params);
  const due = waiting.filter(({ isDue }) => isDue);
  const callBackRow = (row: CallBackRow): HomeRow => ({
    text: say('line.call_back'),
    path: `/hotline/call-backs/${row.id}`,
    more: [
      callBackDelay(row, language),
      row.language && labelOf('languages', row.language, language),
      row.openedBy,
    ]
      .filter(Boolean)
      .join(' · '),
    until: { at: row.dueAt.toISOString(), ...(row.isDue ? { tone: 'danger' as const } : {}) },
  });
  return {
    title: say('line.title'),
    icon: 'phone',
    waits: due.length > 0 || calls.length > 0,
    sections: [
      {
        title: null,
        figures: [
          {
            label: say('line.promised'),
            ...(due.length > 0 ? { hint: say('line.due', { total: due.length }) } : {}),
            count: waiting.length,
            path: '/hotline/call-backs',
            ...(due.length > 0 ? { tone: 'danger' as const } : {}),
          },
        ],
        lists: [
          {
            title: say('line.call_backs'),
            rows: waiting.slice(0, SHOWN).map(callBackRow),
            rest:
              waiting.length > SHOWN
                ? { path: '/hotline/call-backs', words: say('all', { total: waiting.length }) }
                : null,
          },
          {
            title: say('line.going_on'),
            rows: calls.map(({ id, takenBy, mine, beganAt }) => ({
              text: mine ? say('line.my_call') : say('line.call_of', { name: takenBy }),
              path: `/hotline/calls/${id}`,
              at: beganAt.toISOString(),
            })),
            rest: null,
          },
        ].filter(({ rows }) => rows.length > 0),
      },
    ],
  };
}
