/** What residents say when something is wrong, read by none of those it is about. */
export { Channel, type Said } from './channel.service';
export { ChannelContacts } from './channel-contacts.service';
export { ChannelReading } from './channel-reading.service';
export { ComplaintsModule } from './complaints.module';
export { DirectComplaints } from './direct-complaints.service';
export { FollowComplaints } from './follow-complaints.service';
export { Papers } from './papers.service';
export { ReadComplaints } from './read-complaints.service';
