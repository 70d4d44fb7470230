-- Object classes of SF-424A, section B, line 6.
INSERT INTO object_classes (code, name) VALUES
  ('a', '{"fr": "Personnel", "ar": "الموظفون", "en": "Personnel"}'),
  ('b', '{"fr": "Avantages sociaux", "ar": "المزايا الاجتماعية", "en": "Fringe benefits"}'),
  ('c', '{"fr": "Voyages", "ar": "الأسفار", "en": "Travel"}'),
  ('d', '{"fr": "Équipement", "ar": "المعدات", "en": "Equipment"}'),
  ('e', '{"fr": "Fournitures", "ar": "اللوازم", "en": "Supplies"}'),
  ('f', '{"fr": "Contrats", "ar": "العقود", "en": "Contractual"}'),
  ('g', '{"fr": "Construction", "ar": "البناء", "en": "Construction"}'),
  ('h', '{"fr": "Autres", "ar": "أخرى", "en": "Other"}'),
  ('j', '{"fr": "Coûts indirects", "ar": "التكاليف غير المباشرة", "en": "Indirect costs"}');

-- Harmonised budget categories of UNSDG.
INSERT INTO unsdg_categories (code, name) VALUES
  (1, '{"fr": "Personnel", "ar": "الموظفون وغيرهم من العاملين", "en": "Staff and other personnel"}'),
  (2, '{"fr": "Fournitures, produits et matériel", "ar": "اللوازم والسلع والمواد", "en": "Supplies, commodities, materials"}'),
  (3, '{"fr": "Équipement, véhicules et mobilier", "ar": "المعدات والمركبات والأثاث", "en": "Equipment, vehicles and furniture"}'),
  (4, '{"fr": "Services contractuels", "ar": "الخدمات التعاقدية", "en": "Contractual services"}'),
  (5, '{"fr": "Voyages", "ar": "الأسفار", "en": "Travel"}'),
  (6, '{"fr": "Transferts et subventions aux partenaires", "ar": "التحويلات والمنح للشركاء", "en": "Transfers and grants to counterparts"}'),
  (7, '{"fr": "Fonctionnement et autres coûts directs", "ar": "التشغيل وتكاليف مباشرة أخرى", "en": "General operating and other direct costs"}'),
  (8, '{"fr": "Coûts d’appui indirects", "ar": "تكاليف الدعم غير المباشرة", "en": "Indirect support costs"}');

-- How many people approve a commitment above an amount, and in which roles.
INSERT INTO approval_bands (valid_from, above, approvals, roles, source) VALUES
  ('2020-01-01', 0.00, 1, '{finance_officer,programme_officer}', 'programme rule: invented until the agencies give theirs'),
  ('2020-01-01', 10000.00, 2, '{finance_officer,programme_officer}', 'programme rule: invented until the agencies give theirs');

-- What needs the prior approval of the donor (2 CFR 200.308).
INSERT INTO prior_approval_grounds (code, place, valid_from, name, source, mark) VALUES
  ('scope', 1, '2020-01-01',
    '{"fr": "Changement du champ ou des objectifs du projet, même sans changement de budget", "ar": "تغيير نطاق المشروع أو أهدافه، ولو دون تغيير في الميزانية", "en": "A change of scope or objective, even where the budget stays as it is"}',
    '2 CFR 200.308', 'VERIFIED'),
  ('key_person', 2, '2020-01-01',
    '{"fr": "Changement d’une personne clé nommée dans l’accord", "ar": "تغيير شخص رئيسي مذكور بالاسم في الاتفاق", "en": "A change of a key person named in the award"}',
    '2 CFR 200.308', 'VERIFIED'),
  ('lead_away', 3, '2020-01-01',
    '{"fr": "Responsable du projet absent plus de trois mois, ou 25 % de temps en moins", "ar": "غياب مسؤول المشروع أكثر من ثلاثة أشهر، أو نقصان وقته بنسبة 25%", "en": "The project lead away for more than three months, or 25 % less of their time"}',
    '2 CFR 200.308', 'VERIFIED'),
  ('costs', 4, '2020-01-01',
    '{"fr": "Coûts qui demandent une autorisation préalable", "ar": "تكاليف تستلزم موافقة مسبقة", "en": "Costs that need prior approval"}',
    '2 CFR 200.308', 'VERIFIED'),
  ('participants', 5, '2020-01-01',
    '{"fr": "Argent du soutien aux participants déplacé vers d’autres lignes", "ar": "نقل أموال دعم المشاركين إلى بنود أخرى", "en": "Participant-support money moved to other lines"}',
    '2 CFR 200.308', 'VERIFIED'),
  ('subawards', 6, '2020-01-01',
    '{"fr": "Nouvelle sous-subvention absente du budget approuvé", "ar": "منحة فرعية جديدة غير واردة في الميزانية المعتمدة", "en": "A new sub-award that is not in the approved budget"}',
    '2 CFR 200.308', 'VERIFIED'),
  ('cost_share', 7, '2020-01-01',
    '{"fr": "Changement de la contribution propre", "ar": "تغيير المساهمة الذاتية", "en": "A change of cost share"}',
    '2 CFR 200.308', 'VERIFIED'),
  ('more_money', 8, '2020-01-01',
    '{"fr": "Demande d’argent supplémentaire", "ar": "طلب أموال إضافية", "en": "More money is asked for"}',
    '2 CFR 200.308', 'VERIFIED');

-- The supplier under which instalments of reintegration plans are committed.
INSERT INTO suppliers (name) VALUES ('Plans de réintégration');
