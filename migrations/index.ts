import { LayTheGround1700000000000 } from './1700000000000-LayTheGround';
import { OpenCases1700000000100 } from './1700000000100-OpenCases';
import { SetUpBeds1700000000200 } from './1700000000200-SetUpBeds';
import { Jobs1700000000300 } from './1700000000300-Jobs';
import { OpenTheLedger1700000000400 } from './1700000000400-OpenTheLedger';
import { FreezeReports1700000000500 } from './1700000000500-FreezeReports';
import { ScanIdentities1700000000610 } from './1700000000610-ScanIdentities';
import { PlaceInTurn1700000000620 } from './1700000000620-PlaceInTurn';
import { AskWhatASourceCost1700000000640 } from './1700000000640-AskWhatASourceCost';
import { KeepBalances1700000000645 } from './1700000000645-KeepBalances';
import { FindNightsByTheirEnd1700000000660 } from './1700000000660-FindNightsByTheirEnd';
import { ConfirmAdministrators1700000000670 } from './1700000000670-ConfirmAdministrators';
import { CountThoseWhoStayed1700000000680 } from './1700000000680-CountThoseWhoStayed';
import { OpenTasks1700000000700 } from './1700000000700-OpenTasks';
import { AskOnceForABed1700000000710 } from './1700000000710-AskOnceForABed';
import { AgreeToArrivals1700000000711 } from './1700000000711-AgreeToArrivals';
import { LapseInTheOpen1700000000712 } from './1700000000712-LapseInTheOpen';
import { LookAtThoseWhoStay1700000000713 } from './1700000000713-LookAtThoseWhoStay';
import { SealReasons1700000000714 } from './1700000000714-SealReasons';
import { ManageAccounts1700000000720 } from './1700000000720-ManageAccounts';
import { PruneRecords1700000000721 } from './1700000000721-PruneRecords';
import { ReadTheAudit1700000000722 } from './1700000000722-ReadTheAudit';
import { HideCases1700000000730 } from './1700000000730-HideCases';
import { KeepAHolder1700000000731 } from './1700000000731-KeepAHolder';
import { BreakGlass1700000000732 } from './1700000000732-BreakGlass';
import { WriteWithARight1700000000733 } from './1700000000733-WriteWithARight';
import { EndKeepApart1700000000734 } from './1700000000734-EndKeepApart';
import { WorkFromTasks1700000000740 } from './1700000000740-WorkFromTasks';
import { AgreePlans1700000000741 } from './1700000000741-AgreePlans';
import { LookAfterCaseloads1700000000742 } from './1700000000742-LookAfterCaseloads';
import { NameOnlyThoseWhoMay1700000000743 } from './1700000000743-NameOnlyThoseWhoMay';
import { KeepDocuments1700000000750 } from './1700000000750-KeepDocuments';
import { WriteDocumentsWithARight1700000000751 } from './1700000000751-WriteDocumentsWithARight';
import { WriteConsentTexts1700000000760 } from './1700000000760-WriteConsentTexts';
import { LetConsentsStand1700000000761 } from './1700000000761-LetConsentsStand';
import { RegisterShares1700000000762 } from './1700000000762-RegisterShares';
import { FollowTheStages1700000000780 } from './1700000000780-FollowTheStages';
import { CorrectFacts1700000000781 } from './1700000000781-CorrectFacts';
import { KeepTheRights1700000000790 } from './1700000000790-KeepTheRights';
import { FindDuplicates1700000000800 } from './1700000000800-FindDuplicates';
import { JoinFiles1700000000801 } from './1700000000801-JoinFiles';
import { KeepLists1700000000810 } from './1700000000810-KeepLists';
import { ClassifyPeople1700000000811 } from './1700000000811-ClassifyPeople';
import { KeepReasonsWithTheirVersion1700000000812 } from './1700000000812-KeepReasonsWithTheirVersion';
import { KeepForms1700000000820 } from './1700000000820-KeepForms';
import { KeepAssessments1700000000821 } from './1700000000821-KeepAssessments';
import { NameFocalPoints1700000000830 } from './1700000000830-NameFocalPoints';
import { HearComplaints1700000000831 } from './1700000000831-HearComplaints';
import { WallComplaints1700000000832 } from './1700000000832-WallComplaints';
import { CountComplaints1700000000833 } from './1700000000833-CountComplaints';
import { KeepTheWallShut1700000000834 } from './1700000000834-KeepTheWallShut';
import { FollowEachComplaint1700000000835 } from './1700000000835-FollowEachComplaint';
import { AgreeOnTheAddress1700000000836 } from './1700000000836-AgreeOnTheAddress';
import { KeepIntakes1700000000840 } from './1700000000840-KeepIntakes';
import { LinkPeople1700000000841 } from './1700000000841-LinkPeople';
import { KeepNetworks1700000000842 } from './1700000000842-KeepNetworks';
import { AssessAges1700000000843 } from './1700000000843-AssessAges';
import { JoinEveryPart1700000000844 } from './1700000000844-JoinEveryPart';
import { LeaveOutWhoRefused1700000000845 } from './1700000000845-LeaveOutWhoRefused';
import { SaveViews1700000000850 } from './1700000000850-SaveViews';
import { SendDigests1700000000851 } from './1700000000851-SendDigests';
import { CountDigestsAnew1700000000852 } from './1700000000852-CountDigestsAnew';
import { KeepRulesOfPlacing1700000000860 } from './1700000000860-KeepRulesOfPlacing';
import { SetRulesAside1700000000861 } from './1700000000861-SetRulesAside';
import { PlanGroups1700000000865 } from './1700000000865-PlanGroups';
import { KeepTheWaitingList1700000000866 } from './1700000000866-KeepTheWaitingList';
import { MovePeople1700000000870 } from './1700000000870-MovePeople';
import { CallTheRoll1700000000871 } from './1700000000871-CallTheRoll';
import { KeepTheHouse1700000000872 } from './1700000000872-KeepTheHouse';
import { PlanTheLength1700000000873 } from './1700000000873-PlanTheLength';
import { ReceiveOnce1700000000874 } from './1700000000874-ReceiveOnce';
import { TellTheBoard1700000000880 } from './1700000000880-TellTheBoard';
import { RememberFilters1700000000881 } from './1700000000881-RememberFilters';
import { CountTheHouses1700000000885 } from './1700000000885-CountTheHouses';
import { DateTheRooms1700000000886 } from './1700000000886-DateTheRooms';
import { CountTurnAways1700000000887 } from './1700000000887-CountTurnAways';
import { FollowTheBed1700000000888 } from './1700000000888-FollowTheBed';
import { LiveNear1700000000889 } from './1700000000889-LiveNear';
import { DateTheHouses1700000000890 } from './1700000000890-DateTheHouses';
import { PlanServices1700000000895 } from './1700000000895-PlanServices';
import { ShareServices1700000000896 } from './1700000000896-ShareServices';
import { AskHowItWas1700000000897 } from './1700000000897-AskHowItWas';
import { KeepCourts1700000000900 } from './1700000000900-KeepCourts';
import { FollowProceedings1700000000901 } from './1700000000901-FollowProceedings';
import { FeedHearings1700000000902 } from './1700000000902-FeedHearings';
import { KnowPartners1700000000910 } from './1700000000910-KnowPartners';
import { ReferPeople1700000000911 } from './1700000000911-ReferPeople';
import { FollowReferrals1700000000912 } from './1700000000912-FollowReferrals';
import { AnswerTheLine1700000000920 } from './1700000000920-AnswerTheLine';
import { CompareWhatLeaves1700000000925 } from './1700000000925-CompareWhatLeaves';
import { CountNumbers1700000000926 } from './1700000000926-CountNumbers';
import { FollowWhoFollows1700000000927 } from './1700000000927-FollowWhoFollows';
import { DateTheAnswers1700000000928 } from './1700000000928-DateTheAnswers';
import { AskForHelp1700000000929 } from './1700000000929-AskForHelp';
import { BringListsIn1700000000930 } from './1700000000930-BringListsIn';
import { TakePeopleBack1700000000931 } from './1700000000931-TakePeopleBack';
import { TakeOrganisationsBack1700000000932 } from './1700000000932-TakeOrganisationsBack';
import { TakeBedsBack1700000000933 } from './1700000000933-TakeBedsBack';
import { RegisterExports1700000000935 } from './1700000000935-RegisterExports';
import { KeepHtcds1700000000938 } from './1700000000938-KeepHtcds';
import { KeepMoneyApart1700000000940 } from './1700000000940-KeepMoneyApart';
import { CommitMoney1700000000941 } from './1700000000941-CommitMoney';
import { CutMoneyThreeWays1700000000942 } from './1700000000942-CutMoneyThreeWays';
import { StepInStep1700000000950 } from './1700000000950-StepInStep';
import { TellInLists1700000000951 } from './1700000000951-TellInLists';
import { BringAFileOnce1700000000952 } from './1700000000952-BringAFileOnce';
import { SumByDay1700000000953 } from './1700000000953-SumByDay';
import { FollowDonorMoney1700000000954 } from './1700000000954-FollowDonorMoney';
import { AgreeWithPartners1700000000960 } from './1700000000960-AgreeWithPartners';
import { AdvancePartners1700000000961 } from './1700000000961-AdvancePartners';
import { PlanByQuarter1700000000970 } from './1700000000970-PlanByQuarter';
import { ReviseBudgets1700000000971 } from './1700000000971-ReviseBudgets';
import { ForecastBudgets1700000000972 } from './1700000000972-ForecastBudgets';
import { KeepAgencyLedgers1700000000980 } from './1700000000980-KeepAgencyLedgers';
import { SignAgencyMonths1700000000981 } from './1700000000981-SignAgencyMonths';
import { KeepMoneyFiles1700000000982 } from './1700000000982-KeepMoneyFiles';
import { CostHelp1700000000990 } from './1700000000990-CostHelp';
import { KeepForAgreements1700000000991 } from './1700000000991-KeepForAgreements';
import { CheckOnTheSpot1700000000992 } from './1700000000992-CheckOnTheSpot';
import { OpenReturnTracks1700000001000 } from './1700000001000-OpenReturnTracks';
import { PrepareJourneys1700000001001 } from './1700000001001-PrepareJourneys';
import { HearOfArrivals1700000001002 } from './1700000001002-HearOfArrivals';
import { PlanReintegration1700000001020 } from './1700000001020-PlanReintegration';
import { PayInstalments1700000001021 } from './1700000001021-PayInstalments';
import { FollowLives1700000001030 } from './1700000001030-FollowLives';
import { AskHowLifeGoes1700000001031 } from './1700000001031-AskHowLifeGoes';
import { OfferTraining1700000001050 } from './1700000001050-OfferTraining';
import { FollowTraining1700000001051 } from './1700000001051-FollowTraining';
import { PayAndCertify1700000001052 } from './1700000001052-PayAndCertify';
import { AskPartnersOfArrivals1700000001060 } from './1700000001060-AskPartnersOfArrivals';
import { KeepStandards1700000001100 } from './1700000001100-KeepStandards';
import { RecogniseLearning1700000001101 } from './1700000001101-RecogniseLearning';
import { CertifyLearning1700000001102 } from './1700000001102-CertifyLearning';
import { VetEmployers1700000001110 } from './1700000001110-VetEmployers';
import { PlacePeople1700000001111 } from './1700000001111-PlacePeople';
import { OpenProjects1700000001200 } from './1700000001200-OpenProjects';
import { DecideProjects1700000001201 } from './1700000001201-DecideProjects';
import { PayProjects1700000001202 } from './1700000001202-PayProjects';
import { PlanCapacity1700000001220 } from './1700000001220-PlanCapacity';
import { TrainOfficials1700000001221 } from './1700000001221-TrainOfficials';
import { CertifyOfficials1700000001222 } from './1700000001222-CertifyOfficials';
import { KeepIndicators1700000001240 } from './1700000001240-KeepIndicators';
import { DefineReports1700000001250 } from './1700000001250-DefineReports';
import { ReproduceReports1700000001260 } from './1700000001260-ReproduceReports';
import { PublishReports1700000001270 } from './1700000001270-PublishReports';
import { HandReportsOut1700000001271 } from './1700000001271-HandReportsOut';
import { ProtectEachAudience1700000001280 } from './1700000001280-ProtectEachAudience';
import { TellThePublic1700000001281 } from './1700000001281-TellThePublic';
import { ReleaseToThePublic1700000001282 } from './1700000001282-ReleaseToThePublic';
import { RemindOfReports1700000001283 } from './1700000001283-RemindOfReports';
import { TellOpenData1700000001290 } from './1700000001290-TellOpenData';
import { KeepAnalyses1700000001300 } from './1700000001300-KeepAnalyses';
import { KeepWhatWasTold1700000001320 } from './1700000001320-KeepWhatWasTold';
import { TellInOneLedger1700000001330 } from './1700000001330-TellInOneLedger';
import { TellMoneyOnce1700000001340 } from './1700000001340-TellMoneyOnce';
import { ClaimResultsOnce1700000001341 } from './1700000001341-ClaimResultsOnce';
import { ReadTheRegister1700000001342 } from './1700000001342-ReadTheRegister';
import { HandLinksOver1700000001410 } from './1700000001410-HandLinksOver';
import { KnowDevices1700000001411 } from './1700000001411-KnowDevices';
import { ReadTheActorsRights1700000001420 } from './1700000001420-ReadTheActorsRights';
import { GuardAccounts1700000001421 } from './1700000001421-GuardAccounts';
import { SignInAtTheGate1700000001422 } from './1700000001422-SignInAtTheGate';
import { SignTheAudit1700000001423 } from './1700000001423-SignTheAudit';
import { AskWhoReachesTheRow1700000001424 } from './1700000001424-AskWhoReachesTheRow';
import { LimitLinkedComplaints1700000001425 } from './1700000001425-LimitLinkedComplaints';
import { QueueComplaints1700000001426 } from './1700000001426-QueueComplaints';
import { BoundConfirmedLinks1700000001427 } from './1700000001427-BoundConfirmedLinks';
import { KeepWhyAJobFailed1700000001440 } from './1700000001440-KeepWhyAJobFailed';
import { NameCommissionOfficers1700000001450 } from './1700000001450-NameCommissionOfficers';
import { ReleaseStatistics1700000001451 } from './1700000001451-ReleaseStatistics';
import { NamePopulations1700000001452 } from './1700000001452-NamePopulations';
import { HoldClosedPeriods1700000001460 } from './1700000001460-HoldClosedPeriods';
import { ReasonApprovals1700000001461 } from './1700000001461-ReasonApprovals';
import { KeepFormDrafts1700000001470 } from './1700000001470-KeepFormDrafts';
import { LimitFormDraftsByAccount1700000001471 } from './1700000001471-LimitFormDraftsByAccount';
import { TakeMarksBack1700000001480 } from './1700000001480-TakeMarksBack';
import { NameWhoValidated1700000001481 } from './1700000001481-NameWhoValidated';
import { WeighUnaccompaniedMinors1700000001482 } from './1700000001482-WeighUnaccompaniedMinors';
import { AcceptFirstContacts1700000001483 } from './1700000001483-AcceptFirstContacts';
import { OfferFreeAssessors1700000001484 } from './1700000001484-OfferFreeAssessors';
import { HideHousesInGroups1700000001485 } from './1700000001485-HideHousesInGroups';

/** In order. A merged one is never edited. */
export const MIGRATIONS = [
  LayTheGround1700000000000,
  OpenCases1700000000100,
  SetUpBeds1700000000200,
  Jobs1700000000300,
  OpenTheLedger1700000000400,
  FreezeReports1700000000500,
  ScanIdentities1700000000610,
  PlaceInTurn1700000000620,
  AskWhatASourceCost1700000000640,
  KeepBalances1700000000645,
  FindNightsByTheirEnd1700000000660,
  ConfirmAdministrators1700000000670,
  CountThoseWhoStayed1700000000680,
  OpenTasks1700000000700,
  AskOnceForABed1700000000710,
  AgreeToArrivals1700000000711,
  LapseInTheOpen1700000000712,
  LookAtThoseWhoStay1700000000713,
  SealReasons1700000000714,
  ManageAccounts1700000000720,
  PruneRecords1700000000721,
  ReadTheAudit1700000000722,
  HideCases1700000000730,
  KeepAHolder1700000000731,
  BreakGlass1700000000732,
  WriteWithARight1700000000733,
  EndKeepApart1700000000734,
  WorkFromTasks1700000000740,
  AgreePlans1700000000741,
  LookAfterCaseloads1700000000742,
  NameOnlyThoseWhoMay1700000000743,
  KeepDocuments1700000000750,
  WriteDocumentsWithARight1700000000751,
  WriteConsentTexts1700000000760,
  LetConsentsStand1700000000761,
  RegisterShares1700000000762,
  FollowTheStages1700000000780,
  CorrectFacts1700000000781,
  KeepTheRights1700000000790,
  FindDuplicates1700000000800,
  JoinFiles1700000000801,
  KeepLists1700000000810,
  ClassifyPeople1700000000811,
  KeepReasonsWithTheirVersion1700000000812,
  KeepForms1700000000820,
  KeepAssessments1700000000821,
  NameFocalPoints1700000000830,
  HearComplaints1700000000831,
  WallComplaints1700000000832,
  CountComplaints1700000000833,
  KeepTheWallShut1700000000834,
  FollowEachComplaint1700000000835,
  AgreeOnTheAddress1700000000836,
  KeepIntakes1700000000840,
  LinkPeople1700000000841,
  KeepNetworks1700000000842,
  AssessAges1700000000843,
  JoinEveryPart1700000000844,
  LeaveOutWhoRefused1700000000845,
  SaveViews1700000000850,
  SendDigests1700000000851,
  CountDigestsAnew1700000000852,
  KeepRulesOfPlacing1700000000860,
  SetRulesAside1700000000861,
  PlanGroups1700000000865,
  KeepTheWaitingList1700000000866,
  MovePeople1700000000870,
  CallTheRoll1700000000871,
  KeepTheHouse1700000000872,
  PlanTheLength1700000000873,
  ReceiveOnce1700000000874,
  TellTheBoard1700000000880,
  RememberFilters1700000000881,
  CountTheHouses1700000000885,
  DateTheRooms1700000000886,
  CountTurnAways1700000000887,
  FollowTheBed1700000000888,
  LiveNear1700000000889,
  DateTheHouses1700000000890,
  PlanServices1700000000895,
  ShareServices1700000000896,
  AskHowItWas1700000000897,
  KeepCourts1700000000900,
  FollowProceedings1700000000901,
  FeedHearings1700000000902,
  KnowPartners1700000000910,
  ReferPeople1700000000911,
  FollowReferrals1700000000912,
  AnswerTheLine1700000000920,
  CompareWhatLeaves1700000000925,
  CountNumbers1700000000926,
  FollowWhoFollows1700000000927,
  DateTheAnswers1700000000928,
  AskForHelp1700000000929,
  BringListsIn1700000000930,
  TakePeopleBack1700000000931,
  TakeOrganisationsBack1700000000932,
  TakeBedsBack1700000000933,
  RegisterExports1700000000935,
  KeepHtcds1700000000938,
  KeepMoneyApart1700000000940,
  CommitMoney1700000000941,
  CutMoneyThreeWays1700000000942,
  StepInStep1700000000950,
  TellInLists1700000000951,
  BringAFileOnce1700000000952,
  SumByDay1700000000953,
  FollowDonorMoney1700000000954,
  AgreeWithPartners1700000000960,
  AdvancePartners1700000000961,
  PlanByQuarter1700000000970,
  ReviseBudgets1700000000971,
  ForecastBudgets1700000000972,
  KeepAgencyLedgers1700000000980,
  SignAgencyMonths1700000000981,
  KeepMoneyFiles1700000000982,
  CostHelp1700000000990,
  KeepForAgreements1700000000991,
  CheckOnTheSpot1700000000992,
  OpenReturnTracks1700000001000,
  PrepareJourneys1700000001001,
  HearOfArrivals1700000001002,
  PlanReintegration1700000001020,
  PayInstalments1700000001021,
  FollowLives1700000001030,
  AskHowLifeGoes1700000001031,
  OfferTraining1700000001050,
  FollowTraining1700000001051,
  PayAndCertify1700000001052,
  AskPartnersOfArrivals1700000001060,
  KeepStandards1700000001100,
  RecogniseLearning1700000001101,
  CertifyLearning1700000001102,
  VetEmployers1700000001110,
  PlacePeople1700000001111,
  OpenProjects1700000001200,
  DecideProjects1700000001201,
  PayProjects1700000001202,
  PlanCapacity1700000001220,
  TrainOfficials1700000001221,
  CertifyOfficials1700000001222,
  KeepIndicators1700000001240,
  DefineReports1700000001250,
  ReproduceReports1700000001260,
  PublishReports1700000001270,
  HandReportsOut1700000001271,
  ProtectEachAudience1700000001280,
  TellThePublic1700000001281,
  ReleaseToThePublic1700000001282,
  RemindOfReports1700000001283,
  TellOpenData1700000001290,
  KeepAnalyses1700000001300,
  KeepWhatWasTold1700000001320,
  TellInOneLedger1700000001330,
  TellMoneyOnce1700000001340,
  ClaimResultsOnce1700000001341,
  ReadTheRegister1700000001342,
  HandLinksOver1700000001410,
  KnowDevices1700000001411,
  ReadTheActorsRights1700000001420,
  GuardAccounts1700000001421,
  SignInAtTheGate1700000001422,
  SignTheAudit1700000001423,
  AskWhoReachesTheRow1700000001424,
  LimitLinkedComplaints1700000001425,
  QueueComplaints1700000001426,
  BoundConfirmedLinks1700000001427,
  KeepWhyAJobFailed1700000001440,
  NameCommissionOfficers1700000001450,
  ReleaseStatistics1700000001451,
  NamePopulations1700000001452,
  HoldClosedPeriods1700000001460,
  ReasonApprovals1700000001461,
  KeepFormDrafts1700000001470,
  LimitFormDraftsByAccount1700000001471,
  TakeMarksBack1700000001480,
  NameWhoValidated1700000001481,
  WeighUnaccompaniedMinors1700000001482,
  AcceptFirstContacts1700000001483,
  OfferFreeAssessors1700000001484,
  HideHousesInGroups1700000001485,
];
