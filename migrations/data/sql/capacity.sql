-- Which trained officials a US standard indicator counts.
INSERT INTO capacity_indicators (code, topics, first_responders, source) VALUES
  ('PS.5.1-28', '{identification}', true, 'US standard indicator PS.5.1-28: first responders trained on victim identification'),
  ('PS.5.3-15', '{prevention}', false, 'US standard indicator PS.5.3-15: people trained in the prevention of human trafficking');

-- Kinds of institutions whose people count as first responders.
INSERT INTO capacity_first_responders (kind, source) VALUES
  ('police', 'programme rule, to be confirmed with the donor: those who may meet a victim first'),
  ('gendarmerie', 'programme rule, to be confirmed with the donor: those who may meet a victim first'),
  ('border_customs', 'programme rule, to be confirmed with the donor: those who may meet a victim first'),
  ('labour_inspection', 'programme rule, to be confirmed with the donor: those who may meet a victim first'),
  ('health', 'programme rule, to be confirmed with the donor: those who may meet a victim first'),
  ('social', 'programme rule, to be confirmed with the donor: those who may meet a victim first'),
  ('civil_society', 'programme rule, to be confirmed with the donor: those who may meet a victim first');
