/** Complaints of residents, which are never readable for the people they concern. */
export { PublicComplaintForm } from './public-complaint.service';
export type { NewComplaint } from './complaint-intake.service';
export { ChannelContacts } from './form-contacts.service';
export { ComplaintConversations } from './complaint-conversations.service';
export { ComplaintsModule } from './complaints.module';
export { ComplaintTriage } from './complaint-triage.service';
export { ComplaintHandling } from './complaint-handling.service';
export { ComplaintSlips } from './slips.service';
export { ReadComplaints } from './read-complaints.service';
