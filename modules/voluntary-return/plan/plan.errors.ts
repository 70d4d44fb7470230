/** Errors for violated constraints of plans (see return.errors.ts). */
export const PLAN_REFUSED: Readonly<
  Record<string, readonly ['invalid' | 'conflict', string, string?]>
> = {
  return_plan_one_draft: ['conflict', 'reintegration.one_draft'],
  return_plan_versions_once: ['conflict', 'reintegration.one_draft'],
  return_plan_is_drafted: ['conflict', 'reintegration.is_agreed'],
  return_plan_agreed_once: ['conflict', 'reintegration.is_agreed'],
  return_plan_items_end_once: ['conflict', 'reintegration.item_ended'],
  return_plan_item_is_open: ['conflict', 'reintegration.item_ended'],
  return_plan_agreed_then: ['invalid', 'reintegration.agreed_then', 'on'],
  return_plan_of_a_child: ['invalid', 'reintegration.child_not_alone', 'agreedBy'],
  return_plan_has_items: ['conflict', 'reintegration.has_nothing'],
  return_instalment_within_item: ['conflict', 'reintegration.moved_on', 'amount'],
  return_payment_within_instalment: ['conflict', 'reintegration.moved_on', 'amount'],
  return_plan_asks_once: ['conflict', 'reintegration.asked_already'],
  return_plan_money_is_agreed: ['conflict', 'reintegration.not_agreed'],
  return_plan_money_agrees: ['conflict', 'reintegration.moved_on'],
  return_instalment_undone_once: ['conflict', 'reintegration.undone_already'],
  return_instalment_meets_its_condition: ['invalid', 'reintegration.met_when', 'metOn'],
  return_instalment_has_a_receipt: ['invalid', 'reintegration.receipt', 'receipt'],
};
