/**
 * What lawyers call the same thing. Each name stands for one meaning; a word of one entry may replace another word of it
 * without a change of meaning. English only.
 */
const REFUSED = '(?:refused?|rejected?|reject|deny|denied|declined?|turn(?:ed)? down|not be granted|disregarded|fail)'
const GIVEN = '(?:extradit\\w+|surrender\\w*|grant(?:ed)?|given?|handed? over|hand over|return\\w*|expel\\w*|removed?)'
const DUTY = '(?:shall|must|will|is to|are to|has to|have to|is obliged to|are obliged to|is bound to)'
const LICENCE =
  '(?:may|can|could|is free to|are free to|has (?:the )?discretion to|has the right to|shall have the right to|is entitled to|are entitled to)'

export const LEXICON = {
  /** The firm no, in every form that binds. */
  refuse: [
    `${DUTY}(?: be)? ${REFUSED}`,
    `(?:shall|must|may|can) not (?:be )?${GIVEN}(?: extradition)?`,
    '(?:shall|can) never (?:be |give rise to )?',
    '(?:no (?:one|person|refugee)|nobody(?! has to))(?: (?:shall|may|must|is to|has to))?(?: be)?\\b',
    '(?:there shall be )?no (?:surrender|extradition)\\b(?: shall take place| is permitted)?',
    '(?:is|are) (?:absolutely )?(?:prohibited|forbidden)',
    'shall neither',
    '(?:shall|must) not (?:be )?(?:re-extradite|proceeded against|prosecuted?|try|tried)',
    'do not justify surrender',
    '(?:inadmissible and shall be refused|(?:shall|is|are) (?:be )?(?:excluded|inadmissible|ruled out|not (?:permitted|allowed|admissible)))',
    '(?:in|under) no circumstances',
    '(?:undertakes?|agree|bind themselves) not to (?:extradite|surrender)',
  ].join('|'),
  mayRefuse: `${LICENCE}(?: be)? ${REFUSED}(?: to surrender| extradition| to hand over)?|nobody has to be surrendered|need not (?:be )?${GIVEN}`,
  mayNotRefuse: `(?:shall|must|may) not (?:be )?${REFUSED}|cannot (?:be )?${REFUSED}|shall not be delayed|shall proceed even|must hand over|is no obstacle`,
  duty: `${DUTY}(?! not\\b)`,
  extradition: 'extradition|surrender(?:ed|s|ing)?|extradit(?:ed?|ing)|hand(?:ed|ing)? (?:the person )?over',
  requested:
    '(?:the )?(?:requested (?:party|state)|state receiving the request|(?:party|state) that (?:granted extradition|surrendered the person))',
  requesting: '(?:the )?(?:requesting (?:party|state)|state (?:making|that makes) the request)',
  political: 'political (?:offen[cs]es?|crimes?|nature|character)|(?:connected with|linked to) (?:such a crime|a political offence)',
  because: 'on account of|because of|for reasons of|by reason of|for such reasons|for any of those reasons',
  race: 'race|racial',
  religion: 'religion|religious (?:beliefs?|convictions?)|creed|faith|(?<=or of )belief',
  nationality: 'nationality(?! is| of a)',
  ethnicity: 'ethnic(?:ity)?(?: origin)?',
  opinion: 'political (?:or other )?(?:opinions?|beliefs?|convictions?|views?)',
  sex: 'sex|gender',
  status: '(?:other |social )?status',
  prejudice: 'position may be prejudiced|would be disadvantaged(?: in the proceedings)?|worsen the person.s situation',
  grounds: '(?:substantial|serious|well-founded|good) (?:grounds?|reasons?)(?: for believing| to (?:believe|think|suppose))?',
  proof: 'conclusive evidence|proof beyond doubt|certain and immediate|clear proof|manifest',
  purpose: 'for the purpose of|aims to|in order to|made to',
  persecution: 'persecut\\w+|prosecut(?:ing|e) or punish\\w*|pursue or penalise',
  rights: '(?:internationally recognised )?(?:human|fundamental) (?:rights|freedoms)|rights and freedoms|his or her rights',
  exercise: '(?:legitimate |lawful |peaceful )?exercise|(?:lawfully|peacefully) (?:made use of|used|exercised)',
  speech: 'freedom of (?:opinion and )?expression|freedom of opinion|free speech|association|(?:peaceful |free )assembly',
  torture: 'tortured?|ill-treat(?:ed|ment)|cruel|inhuman(?:ly)?(?: or degrading)?(?: treatment| punishment)?|degrading',
  disappearance: '(?:enforced |forcibly |made to )?disappear\\w*',
  arbitrary: 'arbitrar(?:y|ily) (?:detention|detained|arrest\\w*|imprison\\w*|depriv\\w+)|(?:detained|deprived) arbitrarily',
  grave: '(?:other )?serious violations of human rights|comparable grave abuse|otherwise gravely harmed',
  risk: '(?:real|serious|substantial)(?: and personal)? (?:risk|danger)(?: of)?',
  absolute:
    '(?:no|not) (?:derogation|derogate)(?: from this provision is permitted)?|(?:can be )?no derogation|absolute(?:ly)?|without exception|(?:admits|there is) no exception(?: to this rule)?',
  refugee: 'refugees?|asylum|international protection',
  mandate: 'UNHCR|united nations high commissioner for refugees|under the mandate of',
  suspends:
    '(?:shall be )?(?:suspended|stayed)(?: until)?|suspends?(?: the)?(?: surrender)?|shall suspend surrender|(?:shall have |has |with )?(?<!no |out )suspensive effect|has to wait|pending which no surrender may take place',
  fairTrial: 'fair(?: and public)?[- ](?:trial|hearing)|due process',
  military: 'military (?:law|offen[cs]es?|discipline|duties|code)|purely military(?: offen[cs]es?| conduct)?',
  finality: 'final judgment|finally (?:judged|convicted|acquitted)|ne bis in idem|already been finally',
  acquitted: 'acquitt(?:ed|al)',
  sameActs: 'same (?:offence|acts|conduct|facts)',
  lapse:
    'lapse of time|time-barred|statute-barred|barred by limitation|(?:expiry of (?:a|the) )?limitation(?:s)?(?: period)?|statute of limitations|prescription',
  amnesty: 'amnesty',
  either: 'of either (?:party|state)|(?:in )?one of the (?:two states|parties)',
  absentia: 'in absentia|(?:in|rendered in) (?:the|his or her) absence(?: of the person)?|absence of the person|default judgments?',
  retrial: 'retrial|retried|(?:new|fresh) trial|tried (?:afresh|again)|trial in that person.s presence',
  death: 'death (?:penalty|sentence)|capital (?:punishment|sentence|offence)|(?:punishable|punished) by death|sentences? of death',
  noDeath:
    '(?:will |shall )?not be (?:imposed|carried out|executed|put to death)|not to (?:impose|carry out|execute)|neither (?:be )?(?:imposed|passed|pronounced) nor (?:carried out|executed)',
  assurance:
    '(?:diplomatic )?assurances?|guarantees? (?:are )?given|verifiable guarantees|undertakes|promises? about treatment|any promise',
  sufficient: 'considered sufficient|binding and verifiable|in a manner that satisfies',
  nationals: '(?:own|its) (?:nationals|citizens)|whose nationality|extradition of nationals|nationality is no obstacle',
  prosecuteInstead: 'submit the case|(?:bring the matter|put the person) (?:before|on trial)|prosecution service|prosecute the person',
  pending:
    '(?:prosecution|proceedings) for the same offence (?:is|are) pending|already prosecuting|opened a prosecution|dealing with the same (?:facts|acts)',
  jurisdiction: 'within its jurisdiction|on its territory|courts have jurisdiction',
  specialCourt:
    '(?:extraordinary|exceptional|special|ad hoc)(?: or (?:extraordinary|exceptional|special|ad hoc))? (?:court|tribunal)s?(?: or (?:special )?tribunals?)?|court created specially',
  humanitarian: 'humanitarian (?:considerations|grounds|reasons)|exceptionally hard consequences',
  health: '(?<!public )health|medical condition|illness',
  both: '(?:laws? of )?(?:both (?:parties|states)|each party|the two states alike|both)',
  punishable: 'punishable|criminal|is a crime|a crime',
  prison: 'deprivation of liberty|imprisonment|prison term',
  year: '(?:one|1) year|(?:twelve|12) months',
  earlier:
    '(?:committed )?(?:before|prior to) (?:the |his or her )?(?:surrender|extradition)|committed before|earlier acts|prior acts|precede the surrender|other than (?:that|the one|those) for which',
  tried: 'proceeded against|prosecuted?|tried|try|sentenced|punish(?:ed)?|deprived of liberty|detained',
  consent:
    '(?:(?:shall not take place )?without|except with|unless it has|requires|save with) (?:the )?(?:(?:prior|written) ){0,2}(?:consent|agreement)(?: of)?|(?:unless|save where|except where)(?: \\w+){1,8}? (?:consents?|agrees|has agreed|gives its consent|has given its consent)(?: in writing)?',
  third: 'third (?:state|country)|another (?:country|state)|onward',
  facts: '(?:statement|description|account|summary) of the (?:facts|acts|case)|set out the facts',
  law: '(?:text|wording) of the (?:relevant|applicable|penal|criminal)(?: criminal| penal)? (?:laws?|provisions)|cite the criminal provisions|(?:relevant|applicable) (?:law|provisions)|(?:penal|criminal) provisions',
  warrant: '(?:arrest )?warrant(?: of arrest)?|order of arrest|arrest order',
  evidence:
    '(?:evidence establishing a )?prima facie (?:evidence|case)|(?:such )?evidence (?:as would justify|sufficient to)(?: commit(?:tal)?)?|sufficient evidence|proof sufficient',
  provisional: 'provisional(?:ly)? (?:arrest|detention)|arrested provisionally|urgent arrest',
  freed: '(?:be )?(?:released?|set (?:free|at liberty)|freed)',
  court: '(?<!international )courts?\\b|judges?\\b|judicial authority|magistrate',
  lawyer: 'lawyers?|(?:defence |legal )?counsel|legal aid|attorney|advocate',
  interpreter: 'interpret(?:er|ation)',
  appeal: 'appeal(?: the decision)?|challenge the decision(?: before a higher court)?',
  necessary: '(?:is |as is )?necessary',
  reviewed: '(?:reviewed|review)(?= by a court| the custody| at| period)|court must review|judge must review',
  bail: 'bail',
  specific: '(?:detailed and )?specific|concrete|precise|detailed',
  verified: '(?:can be )?objectively verified|(?:are )?open to objective verification|monitored independently|independent body can check',
  systematic: 'systematic|widespread|general practice',
  independent: 'independent (?:monitor\\w*|observer|body|visits)(?: body)?',
  private: '(?:in|within) private|confidentially|without witnesses|unsupervised|alone',
  visit: 'visit(?:ed|s)?|(?:to )?(?:see|meet) the (?:surrendered )?person',
  publish: 'publish(?:ed)?|made public|make public|public in good time|(?:made )?available to the public|publicly available',
  civilSociety: 'civil[- ]society(?: organisations)?|non-governmental organisations',
  beforeSignature: 'before (?:signature|it is signed)|in good time',
  review: 'review(?! the custody)|examine|evaluate',
  suspend: 'suspend(?:ed)? (?:it|the (?:agreement|treaty)|this (?:agreement|treaty)|its application|by)|may be suspended',
  figures: '(?:publish )?(?:statistics|data|numbers?|figures)(?: on| of)?(?: the)? requests|statistics',
  interpol: 'interpol|international criminal police organi[sz]ation',
  comply: 'comply with|(?:only )?in (?:line|accordance) with|respect(?= the neutrality)',
  withdrawn: 'withdrawn|deleted|cancelled|removed',
  purposeLimit:
    'only for the purpose|for purposes other than those stated|stated purpose only|purpose for which (?:they|it) (?:were|was) (?:supplied|provided)',
  personalData: 'personal data|information and evidence received|data received|learns about a person',
  passedOn: '(?:passed|transferred|handed|disclosed|communicated)(?: on)? to|shared with',
  noLonger: 'no longer (?:needed|necessary|justified)',
  assistance: '(?:mutual )?legal assistance|decline assistance|declining assistance|refusal of assistance',
  publicOrder: 'contrary to public order|ordre public|public policy',
  not: '(?<!if |whether or )(?:not|never)',
  memberState: 'member states?\\b|european union|union citizen|(?:the|of) charter\\b',
  assess: 'verify|ascertain|must assess|satisfy itself|courts must assess|examine whether',
  objective: 'objective(?:,| and) reliable|reliable(?:,| and) objective',
} as const

export type Concept = keyof typeof LEXICON

/** What loosens a rule: licence, exception, best effort, the wrong decider. Named for the reader, matched in any clause. */
export const WEAKENERS = {
  discretion:
    '(?:is|are|has) (?:free|discretion)(?: to)?|(?:the )?discretion of|is left to|is a matter for|need not|is not obliged|cannot|shall consult|shall consider|take note of|shall be notified|is to be notified|may ask for|should',
  effort:
    'endeavour|as far as (?:possible|practicable)|where (?:possible|practicable|appropriate)|as a rule|in principle|normally|in exceptional cases',
  exception:
    'except (?:where|for|that|when)|unless|save (?:for|where)|provided that|does not apply|without prejudice to|subject to|notwithstanding|are never|may be derogated|in all cases|whatever the|even (?:where|if)',
  security:
    'national security|public order|interests? of the (?:state|requesting)|bilateral relations|public interest|danger to security|operational needs',
  decider: 'ministers?|ministry|executive|(?<!criminal )police|(?:prison|security) (?:authorities|authority|agencies|services)|officials',
  ownLaw:
    '(?:law|courts?|assessed by|word|given by|granted by the law|agreement|consent)(?: of| by)? the (?:requesting (?:party|state)|state (?:making|that makes) the request)(?: alone)?',
  denied:
    'no right to|without suspensive effect|no suspensive effect|not be entitled|excluded|does not (?:have to|delay)|mandatory in all|until the end of|shall have no|without delay|without limit|used freely|any purpose|prevails over|neither party may|may not be suspended|can be kept|no evidence',
  secrecy: 'confidential(?!ly)|secret|under supervision|in the presence of officials|after entry into force|told afterwards',
} as const

export type Weakener = keyof typeof WEAKENERS
