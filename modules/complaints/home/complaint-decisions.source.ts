import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';
import { shortReferenceOf } from '../complaint.view';

/** Complaints to destroy, and the address of the channel, for focal points who did not ask. */
@Injectable()
export class ComplaintDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'complaint_destructions',
      permission: 'complaints:handle',
      taskKinds: ['complaint_destroy'],
      select: `SELECT d.complaint_id, NULL::uuid, NULL::uuid, d.complaint_id::text, d.asked_at FROM complaint_destructions d
       WHERE d.approved_at IS NULL AND d.asked_by <> mawa_actor()`,
      path: ({ id }) => `/complaints/${id}`,
      name: shortReferenceOf,
    });
    sources.add({
      key: 'complaint_contacts',
      permission: 'complaints:agree-contact',
      taskKinds: ['approve_contact'],
      // As contacts_are_agreed() takes it: the latest proposal alone.
      select: `SELECT c.id, NULL::uuid, NULL::uuid, NULL::text, c.proposed_at FROM complaint_contacts c
       WHERE c.approved_at IS NULL AND c.proposed_by <> mawa_actor()
         AND c.proposed_for <> (SELECT u.organisation_id FROM users u WHERE u.id = mawa_actor())
         AND NOT EXISTS (SELECT FROM complaint_contacts n WHERE n.place > c.place)`,
      path: () => '/complaints/papers',
    });
  }
}
