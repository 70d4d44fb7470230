/** Additional authenticated data of sealed texts: a value moved to another row cannot be decrypted. */
const place = (table: string, column: string) => (row: string) => ({ table, column, row });

export const planSealAddress = {
  plans: place('plans', 'wishes'),
  plan_goals: place('plan_goals', 'title'),
  plan_steps: place('plan_steps', 'what'),
  plan_states: place('plan_states', 'note'),
  plan_progress: place('plan_progress', 'note'),
  tasks: place('tasks', 'title'),
} as const;
