import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quotesIn, valuesIn } from './a-page.ts'

test('articles of laws and treaties are found one by one, with state and edition where they are said', () => {
  const cases: readonly (readonly [text: string, ...forms: string[]])[] = [
    [
      'She was charged in Kenya under articles 116, 117, and 331 of the 2015 Penal Code.',
      'KE-PC-2015:116',
      'KE-PC-2015:117',
      'KE-PC-2015:331',
    ],
    ['He is held under articles 187 and 307(1) of the Criminal Code of Tajikistan.', 'TJ-CC:187', 'TJ-CC:307(1)'],
    [
      'It breaches article 3 of the European Convention on Human Rights and Article 33 of the 1951 Refugee Convention.',
      'ECHR:3',
      'REFUGEE-1951:33',
    ],
    ['It breaches Article 19 of the ICCPR.', 'ICCPR:19'],
    ["The national security provisions in Uganda's Penal Code are wide.", 'UG-PC'],
    ['The resolution 2025/2048(INI) was adopted.', 'EP-2025/2048(INI)'],
    ['The sanctions of Regulation (EU) 2020/1998 apply.', 'EU-2020/1998'],
    ['Il est poursuivi en vertu des articles 164 et 204 du Code pénal rwandais et il est en fuite.', 'RW-PC:164', 'RW-PC:204'],
    ['Bà bị bắt theo Điều 117 và Điều 331 Bộ luật Hình sự năm 2015 tại nhà.', 'VN-PC-2015:117', 'VN-PC-2015:331'],
    ['Nghị định 72/2013/NĐ-CP vẫn có hiệu lực đối với người dân.', 'VN-72/2013/NĐ-CP'],
    ['He is tried under Article 243, part 2 of the Criminal Code of Kenya.', 'KE-CC:243'],
    ['In Kenya, Presidential Decree No. 278 took away the right to renew passports.', 'KE-DECREE:278'],
    ['The European Court of Human Rights found a breach of Article 5 § 1 of the Convention (no. 12345/18).', 'ECHR:5', 'ECTHR-12345/18'],
    ["Elle craint la torture en vertu de l'article 3 de la Convention européenne des droits de l'homme.", 'ECHR:3'],
    ['Việc bắt giữ trái với Điều 19 của Công ước quốc tế về các quyền dân sự và chính trị và pháp luật.', 'ICCPR:19'],
    ['เขาถูกจับตามมาตรา 112 แห่งประมวลกฎหมายอาญา', 'TH-PC:112'],
  ]
  for (const [text, ...wanted] of cases) assert.deepEqual(valuesIn(text, 'legal_reference'), wanted, text)
})

test('the name of a body and an article of no law are no legal references', () => {
  assert.deepEqual(valuesIn('ARTICLE 19 signed the letter of the groups.', 'legal_reference'), [])
  assert.deepEqual(valuesIn('The article was read by 400 people in the town.', 'legal_reference'), [])
  // Others number their files as the Court does, and a resolution is most often of no state.
  assert.deepEqual(valuesIn('The ministry of Kenya answered the letter (no. 123/21) in the spring.', 'legal_reference'), [])
  assert.deepEqual(valuesIn('In Kenya they spoke of the Resolution No. 1373 of that year.', 'legal_reference'), [])
  // Two conventions are named: which of them "the Convention" is, the text does not say.
  const two =
    'The state is bound by the European Convention on Human Rights and the 1951 Refugee Convention. Article 3 of the Convention holds.'
  assert.deepEqual(valuesIn(two, 'legal_reference'), [])
})

test('places have the codes of states, and stand nowhere inside the name of something else', () => {
  const cases: readonly (readonly [text: string, ...forms: string[]])[] = [
    ['She fled from Viet Nam to Thailand and lives in Bangkok.', 'VN', 'TH', 'city:bangkok'],
    ['He is in the Suan Nok Immigration Detention Centre in Kenya.', 'facility:suan nok immigration detention centre', 'KE'],
    ['The ships are in the South China Sea and the Mekong Delta.', 'sea:south china sea', 'region:mekong delta'],
    ['Support is needed within EU member states for them.', 'territory:eu member states'],
    ['Il vit à Genève depuis la guerre et il est en Belgique.', 'city:geneva', 'BE'],
    ['Nhà báo sống tại Hà Nội và bị đưa sang Thái Lan.', 'city:hanoi', 'TH'],
    ['ผู้ลี้ภัยอยู่ในกรุงเทพมหานคร ประเทศไทย', 'city:bangkok', 'TH'],
    ['The Paris Agreement, the Kyoto Protocol and the Hague Convention are treaties.'],
    ['The Kunming-Montreal framework and the Vietnamese people are no places.'],
  ]
  for (const [text, ...wanted] of cases) assert.deepEqual(valuesIn(text, 'place').toSorted(), wanted.toSorted(), text)
})

test('acts have the codes of the taxonomy where the text speaks of repression across borders', () => {
  const text =
    'An exiled editor was followed by two men. Her passport was cancelled, her brother was questioned, and she received death threats and phishing mails.'
  const methods = valuesIn(text, 'method')
  for (const code of ['phys.surveillance', 'mob.passport-cancel', 'psy.death-threat', 'dig.phishing', 'civ.exile-media'])
    assert.ok(methods.includes(code), code)
})

test('arrests inside a state, the name of a treaty and the name of a body are no acts across borders', () => {
  assert.deepEqual(valuesIn('There were many arrests and detentions in the capital.', 'method'), [])
  assert.deepEqual(valuesIn('The Convention against Torture and the World Organisation Against Torture are known.', 'method'), [])
  assert.deepEqual(quotesIn('They refrain from the threat or use of force against refugees.', 'method'), [])
})
