import {
  isFiltered,
  refusedOf,
  refusedText,
  taskListPath,
  taskListQueryOf,
} from './task-list.query';

const id = '00000000-0000-4000-8000-000000000001';

describe('the filter of the list of tasks', () => {
  it('takes from an address what it knows, and leaves the rest', () => {
    expect(
      taskListQueryOf({ whose: 'delegated', kind: 'own', when: 'overdue', case: ' M-7K ' }),
    ).toEqual({
      whose: 'delegated',
      kind: 'own',
      when: 'overdue',
      case: 'M-7K',
      house: '',
      after: '',
      refused: '',
      choose: '',
    });
    const nonsense = { whose: 'theirs', kind: "'; --", when: ['x'], house: 'here', choose: 'some' };
    expect(taskListPath(taskListQueryOf(nonsense))).toBe('/tasks');
    expect(isFiltered(taskListQueryOf(nonsense))).toBe(false);
  });

  it('writes the same address again', () => {
    const query = taskListQueryOf({ whose: 'all', when: 'today', house: id });
    expect(taskListPath(query)).toBe(`/tasks?whose=all&when=today&house=${id}`);
    expect(isFiltered(query)).toBe(true);
  });

  it('says of each refused task why, by ids and places alone', () => {
    const refused = refusedText([
      { id, code: 'plans.done_by_the_act' },
      { id: id.replace(/1$/, '2'), code: 'common.not_found' },
    ]);
    expect(refused).toBe(`${id}.2~${id.replace(/1$/, '2')}.0`);
    expect([...refusedOf(taskListQueryOf({ refused }))]).toEqual([
      [id, 'plans.done_by_the_act'],
      [id.replace(/1$/, '2'), 'common.not_found'],
    ]);
    expect([...refusedOf(taskListQueryOf({ refused: 'x.1~y' }))]).toEqual([]);
  });
});
