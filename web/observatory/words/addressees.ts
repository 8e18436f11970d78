import { html, type SafeHtml } from '#formats/html.ts'
import type { Said } from '#kernel/languages.ts'
import type { Reader } from '../reader.ts'

/** Who demands are made to; an unknown code is shown as it is. */
const ADDRESSEES: Readonly<Record<string, Required<Said>>> = {
  eu: { en: 'European Union', vi: 'Liên minh châu Âu', th: 'สหภาพยุโรป', fr: 'Union européenne', ar: 'الاتحاد الأوروبي' },
  member_states: {
    en: 'EU Member States',
    vi: 'Các nước thành viên EU',
    th: 'รัฐสมาชิกสหภาพยุโรป',
    fr: 'États membres de l’Union',
    ar: 'الدول الأعضاء في الاتحاد',
  },
  thailand: { en: 'Thailand', vi: 'Thái Lan', th: 'ประเทศไทย', fr: 'Thaïlande', ar: 'تايلاند' },
  commission: {
    en: 'European Commission',
    vi: 'Ủy ban châu Âu',
    th: 'คณะกรรมาธิการยุโรป',
    fr: 'Commission européenne',
    ar: 'المفوضية الأوروبية',
  },
  viet_nam: { en: 'Viet Nam', vi: 'Việt Nam', th: 'เวียดนาม', fr: 'Viet Nam', ar: 'فيتنام' },
  eu_officials: { en: 'EU officials', vi: 'Quan chức EU', th: 'เจ้าหน้าที่ของสหภาพยุโรป', fr: 'Responsables de l’Union', ar: 'مسؤولو الاتحاد' },
  eeas: {
    en: 'European External Action Service',
    vi: 'Cơ quan Hành động Đối ngoại châu Âu',
    th: 'สำนักงานกิจการภายนอกยุโรป',
    fr: 'Service européen pour l’action extérieure',
    ar: 'دائرة العمل الخارجي الأوروبية',
  },
  eu_delegations: {
    en: 'EU Delegations',
    vi: 'Các phái đoàn EU',
    th: 'คณะผู้แทนสหภาพยุโรป',
    fr: 'Délégations de l’Union',
    ar: 'وفود الاتحاد',
  },
  tech_companies: {
    en: 'Technology companies',
    vi: 'Các công ty công nghệ',
    th: 'บริษัทเทคโนโลยี',
    fr: 'Entreprises technologiques',
    ar: 'شركات التكنولوجيا',
  },
  europol: { en: 'Europol', vi: 'Europol', th: 'ยูโรโพล', fr: 'Europol', ar: 'يوروبول' },
  multilateral: {
    en: 'Multilateral, regional and national level',
    vi: 'Cấp đa phương, khu vực và quốc gia',
    th: 'ระดับพหุภาคี ภูมิภาค และชาติ',
    fr: 'Niveaux multilatéral, régional et national',
    ar: 'المستويات المتعددة الأطراف والإقليمية والوطنية',
  },
}

export function addresseeWords(code: string, reader: Reader): SafeHtml {
  const words = ADDRESSEES[code.toLowerCase()]
  if (words !== undefined) return reader.say(words)
  return /^[A-Z]{2}$/.test(code) ? html`${reader.country(code)}` : reader.english(code.replaceAll('_', ' '))
}
