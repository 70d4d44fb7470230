/** What residents say when something is wrong, read by none of those it is about. */
export { PublicComplaintForm, type NewComplaint } from './channel.service';
export { ChannelContacts } from './channel-contacts.service';
export { ComplaintConversations } from './channel-reading.service';
export { ComplaintsModule } from './complaints.module';
export { ComplaintTriage } from './direct-complaints.service';
export { ComplaintHandling } from './follow-complaints.service';
export { ComplaintSlips } from './papers.service';
export { ReadComplaints } from './read-complaints.service';
