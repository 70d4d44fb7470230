/** What residents say when something is wrong, read by none of those it is about. */
export { PublicComplaintForm } from './public-complaint.service';
export type { NewComplaint } from './complaint-intake.service';
export { ChannelContacts } from './form-contacts.service';
export { ComplaintConversations } from './complaint-conversations.service';
export { ComplaintsModule } from './complaints.module';
export { ComplaintTriage } from './complaint-triage.service';
export { ComplaintHandling } from './complaint-handling.service';
export { ComplaintSlips } from './slips.service';
export { ReadComplaints } from './read-complaints.service';
