import { wordsOf } from '../../words/of-room.ts'

/** What the palette says of things that were found in what this member has opened. */
export const searchWords = wordsOf({
  en: {
    'search.title': 'Search',
    'search.in_case': '{label} · {case}',
    'search.known':
      'Searches what you opened or wrote: {n, plural, =0 {nothing yet} one {# record} other {# records}}. Nothing leaves this browser.',
  },
  vi: {
    'search.title': 'Tìm kiếm',
    'search.in_case': '{label} · {case}',
    'search.known':
      'Tìm trong những gì bạn đã mở hoặc viết: {n, plural, =0 {chưa có gì} other {# mục}}. Không có gì rời khỏi trình duyệt này.',
  },
  th: {
    'search.title': 'ค้นหา',
    'search.in_case': '{label} · {case}',
    'search.known': 'ค้นหาในสิ่งที่คุณเคยเปิดหรือเขียน: {n, plural, =0 {ยังไม่มี} other {# รายการ}} ไม่มีสิ่งใดออกจากเบราว์เซอร์นี้',
  },
  fr: {
    'search.title': 'Recherche',
    'search.in_case': '{label} · {case}',
    'search.known':
      'Cherche dans ce que vous avez ouvert ou écrit : {n, plural, =0 {rien encore} one {# fiche} other {# fiches}}. Rien ne quitte ce navigateur.',
  },
  ar: {
    'search.title': 'بحث',
    'search.in_case': '{label} · {case}',
    'search.known':
      'يبحث فيما فتحته أو كتبته: {n, plural, =0 {لا شيء بعد} one {سجل واحد} two {سجلان} few {# سجلات} many {# سجلًا} other {# سجل}}. لا شيء يغادر هذا المتصفح.',
  },
})
