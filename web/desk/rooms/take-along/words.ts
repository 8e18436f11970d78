import { wordsOf } from '../../words/of-room.ts'

/** Everything that a team owns, to take along. */
export const takeAlongWords = wordsOf({
  en: {
    'take.title': 'Take everything along',
    'take.intro':
      'A ZIP of all that your team owns and you can read: tables, sealed cards, keys sealed to you, and the lines of the ledger with their proofs. It opens with your twelve words and free tools, without Asylia.',
    'take.sealed': 'Names and stories stay sealed in it. Whoever has the file and your words reads them: keep them apart.',
    'take.ask': 'Ask a colleague for the second yes',
    'take.asked': 'Asked. A colleague answers under Approvals; then fetch it here within a day.',
    'take.run': 'Fetch and save',
    'take.running': 'Fetching table by table…',
    'take.done': '{rows, plural, one {# row} other {# rows}} and {proofs, plural, one {# proof} other {# proofs}}. Save the file.',
    'take.save': 'Save the file',
  },
  vi: {
    'take.title': 'Mang theo tất cả',
    'take.intro':
      'Một tệp ZIP gồm mọi thứ nhóm bạn sở hữu và bạn đọc được: bảng, thẻ niêm phong, khóa niêm phong cho bạn, và các dòng sổ cái cùng bằng chứng. Mở bằng mười hai từ của bạn và công cụ miễn phí, không cần Asylia.',
    'take.sealed': 'Tên và lời kể vẫn niêm phong trong đó. Ai có tệp và các từ của bạn đều đọc được: hãy giữ riêng hai thứ.',
    'take.ask': 'Xin đồng nghiệp đồng ý',
    'take.asked': 'Đã hỏi. Đồng nghiệp trả lời ở mục Phê duyệt; sau đó lấy tệp ở đây trong vòng một ngày.',
    'take.run': 'Lấy và lưu',
    'take.running': 'Đang lấy từng bảng…',
    'take.done': '{rows} dòng và {proofs} bằng chứng. Hãy lưu tệp.',
    'take.save': 'Lưu tệp',
  },
  th: {
    'take.title': 'นำทุกอย่างไปด้วย',
    'take.intro':
      'ไฟล์ ZIP ของทุกสิ่งที่ทีมของคุณเป็นเจ้าของและคุณอ่านได้: ตาราง การ์ดที่ผนึก กุญแจที่ผนึกให้คุณ และบรรทัดของบัญชีพร้อมหลักฐาน เปิดได้ด้วยสิบสองคำของคุณกับเครื่องมือฟรี โดยไม่ต้องใช้ Asylia',
    'take.sealed': 'ชื่อและเรื่องราวยังถูกผนึกอยู่ ใครมีทั้งไฟล์และคำของคุณก็อ่านได้ โปรดเก็บแยกกัน',
    'take.ask': 'ขอความเห็นชอบจากเพื่อนร่วมงาน',
    'take.asked': 'ขอแล้ว เพื่อนร่วมงานตอบที่หน้าการอนุมัติ จากนั้นมารับที่นี่ภายในหนึ่งวัน',
    'take.run': 'ดึงและบันทึก',
    'take.running': 'กำลังดึงทีละตาราง…',
    'take.done': '{rows} แถว และ {proofs} หลักฐาน โปรดบันทึกไฟล์',
    'take.save': 'บันทึกไฟล์',
  },
  fr: {
    'take.title': 'Tout emporter',
    'take.intro':
      'Un ZIP de tout ce que votre équipe possède et que vous lisez : tables, fiches scellées, clés scellées pour vous, lignes du registre avec leurs preuves. Il s’ouvre avec vos douze mots et des outils libres, sans Asylia.',
    'take.sealed': 'Noms et récits y restent scellés. Qui a le fichier et vos mots les lit : gardez-les séparés.',
    'take.ask': 'Demander le second oui à un collègue',
    'take.asked': 'Demandé. Un collègue répond sous Approbations ; venez ensuite le chercher ici dans la journée.',
    'take.run': 'Chercher et enregistrer',
    'take.running': 'Table après table…',
    'take.done':
      '{rows, plural, one {# ligne} other {# lignes}} et {proofs, plural, one {# preuve} other {# preuves}}. Enregistrez le fichier.',
    'take.save': 'Enregistrer le fichier',
  },
  ar: {
    'take.title': 'أخذ كل شيء',
    'take.intro':
      'ملف ZIP بكل ما يملكه فريقك وتقرؤه أنت: الجداول والبطاقات المختومة والمفاتيح المختومة لك وأسطر السجل مع براهينها. يُفتح بكلماتك الاثنتي عشرة وأدوات حرة، من دون Asylia.',
    'take.sealed': 'تبقى الأسماء والروايات مختومة فيه. من يملك الملف وكلماتك يقرؤها: احفظهما منفصلين.',
    'take.ask': 'اطلب موافقة زميل',
    'take.asked': 'طُلبت. يجيب زميل في صفحة الموافقات؛ ثم خذه من هنا خلال يوم.',
    'take.run': 'أحضر واحفظ',
    'take.running': 'جدول بعد جدول…',
    'take.done': '{rows} صفًا و{proofs} برهانًا. احفظ الملف.',
    'take.save': 'احفظ الملف',
  },
})
