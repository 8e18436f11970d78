/** What a column of somebody else's table can become. All words of people go into sealed cards, codes into coded fields. */
export const FIELDS = [
  'ref',
  'name',
  'alias',
  'born',
  'contact',
  'address',
  'family',
  'occupation',
  'liberty',
  'origin',
  'host',
  'place',
  'from',
  'until',
  'methods',
  'narrative',
  'source',
] as const
export type Field = (typeof FIELDS)[number]

export type Layout = 'uwazi' | 'bayanat' | 'kobo' | 'plain'
/** For each column the field that it becomes; null leaves it out, and the preview says so. */
export type Mapping = readonly (Field | null)[]

/** How columns are called in tables of the field, in five languages; folded, without marks and signs. */
const WORDS: Readonly<Record<Field, readonly string[]>> = {
  ref: ['id', 'ref', 'reference', 'code', 'case id', 'case number', 'originid', 'auto id', 'uuid', 'ma so', 'ma', 'รหัส', 'رقم', 'numero'],
  name: [
    'name',
    'full name',
    'victim',
    'person',
    'victim name',
    'nom',
    'nom complet',
    'ho ten',
    'ho va ten',
    'ten',
    'ชื่อ',
    'ชื่อ สกุล',
    'الاسم',
  ],
  alias: ['alias', 'aliases', 'nickname', 'other names', 'also known as', 'aka', 'surnom', 'biet danh', 'ten khac', 'นามแฝง', 'اسم مستعار'],
  born: ['born', 'birth', 'date of birth', 'dob', 'birth date', 'date de naissance', 'ngay sinh', 'วันเกิด', 'تاريخ الميلاد'],
  contact: ['contact', 'phone', 'telephone', 'email', 'e mail', 'signal', 'lien he', 'dien thoai', 'ติดต่อ', 'โทรศัพท์', 'هاتف', 'اتصال'],
  address: ['address', 'home', 'residence', 'adresse', 'dia chi', 'ที่อยู่', 'عنوان'],
  family: ['family', 'relatives', 'famille', 'gia dinh', 'ครอบครัว', 'عائلة'],
  occupation: ['occupation', 'profession', 'job', 'metier', 'nghe nghiep', 'อาชีพ', 'مهنة'],
  liberty: ['status', 'liberty status', 'detention status', 'situation', 'tinh trang', 'สถานะ', 'الحالة'],
  origin: [
    'origin',
    'country of origin',
    'nationality',
    'origin country',
    'pays d origine',
    'nationalite',
    'quoc tich',
    'nuoc xuat xu',
    'สัญชาติ',
    'ประเทศต้นทาง',
    'الجنسية',
    'بلد المنشأ',
  ],
  host: [
    'host',
    'country',
    'host country',
    'host state',
    'country of residence',
    'pays',
    'pays d accueil',
    'nuoc so tai',
    'quoc gia',
    'ประเทศ',
    'بلد',
    'بلد الإقامة',
  ],
  place: [
    'place',
    'location',
    'city',
    'province',
    'event location',
    'geolocation',
    'lieu',
    'ville',
    'dia diem',
    'noi',
    'tinh',
    'สถานที่',
    'จังหวัด',
    'مكان',
    'المدينة',
  ],
  from: [
    'date',
    'from',
    'event date',
    'date of incident',
    'incident date',
    'start date',
    'happened',
    'when',
    'date label',
    'ngay',
    'ngay xay ra',
    'วันที่',
    'التاريخ',
    'date de l incident',
  ],
  until: ['until', 'to', 'end date', 'date to', 'jusqu au', 'den ngay', 'ถึงวันที่', 'إلى'],
  methods: [
    'method',
    'methods',
    'violation',
    'violation type',
    'type of violation',
    'event type',
    'type',
    'methode',
    'hinh thuc',
    'vi pham',
    'วิธีการ',
    'ประเภท',
    'الأسلوب',
    'نوع الانتهاك',
    'claimed violation',
    'potential violation',
  ],
  narrative: [
    'description',
    'narrative',
    'summary',
    'what happened',
    'details',
    'text',
    'title',
    'recit',
    'resume',
    'mo ta',
    'noi dung',
    'รายละเอียด',
    'เรื่อง',
    'الوصف',
    'ملخص',
    'event description',
  ],
  source: ['source', 'sources', 'source link', 'informant', 'reported by', 'nguon', 'แหล่งข้อมูล', 'المصدر'],
}

/** A heading without case, marks and signs. Letters that carry meaning of their own, as in Thai and Arabic, stay. */
export function foldHeading(heading: string): string {
  return heading
    .normalize('NFKD')
    .replace(/\p{Script=Latin}\p{M}+/gu, (letters) => letters.charAt(0))
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/** Which program a table comes from, by headings that only it writes. */
export function layoutOf(header: readonly string[]): Layout {
  const names = header.map((heading) => heading.trim().toLowerCase())
  const has = (...wanted: string[]) => wanted.every((name) => names.includes(name))
  if (names.includes('_uuid') || has('_id', '_submission_time') || has('_index', '_submission_time')) return 'kobo'
  if (names.includes('originid') || has('id', 'title', 'sjac_title')) return 'bayanat'
  const isLanguage = names.some((name) => name === 'language' || /__[a-z]{2}$/.test(name))
  if (
    names.some((name) => /^title(__[a-z]{2})?$/.test(name)) &&
    (isLanguage || names.some((name) => /_?geolocation$/.test(name) || name === 'attachments'))
  )
    return 'uwazi'
  return 'plain'
}

/** What a heading stands for, without what its program adds: groups of a form, the language of a translated column. */
function plainHeading(heading: string, layout: Layout): string {
  if (layout === 'kobo') return heading.split('/').at(-1) ?? heading
  return layout === 'uwazi' ? heading.replace(/__[a-z]{2}$/i, '') : heading
}

/**
 * A proposal of what each column becomes; every field at most once, the first column that says it best. A heading that
 * nothing matches stays out until somebody chooses. Columns of a program's own bookkeeping are never proposed.
 */
export function proposeMapping(header: readonly string[], layout: Layout = layoutOf(header)): Mapping {
  const taken = new Set<Field>()
  const folded = header.map((heading) => foldHeading(plainHeading(heading.trim(), layout)))
  return header.map((heading, at) => {
    if (layout === 'kobo' && /^_|^meta\//.test(heading.trim()) && heading.trim() !== '_uuid') return null
    const field = FIELDS.find((one) => !taken.has(one) && WORDS[one].some((word) => foldHeading(word) === folded[at]))
    if (field === undefined) return null
    taken.add(field)
    return field
  })
}

/** The values of a cell: Uwazi and Kobo put several into one. */
export function valuesOf(cell: string, layout: Layout): string[] {
  const sign = layout === 'uwazi' ? /\|/ : layout === 'kobo' ? /[ ,;|]+/ : /[;|\n]/
  return cell
    .split(sign)
    .map((value) => value.trim())
    .filter((value) => value !== '')
}
