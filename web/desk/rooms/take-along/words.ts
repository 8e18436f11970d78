import { wordsOf } from '../../words/of-room.ts'

/** Everything that a team owns, to take along. */
export const takeAlongWords = wordsOf({
  en: {
    'takeAlong.title': 'Take everything along',
    'takeAlong.intro':
      'A ZIP of all that your team owns and you can read: tables, sealed cards, keys sealed to you, and the lines of the ledger with their proofs. It opens with your twelve words and free tools, without Asylia.',
    'takeAlong.sealed': 'Names and stories stay sealed in it. Whoever has the file and your words reads them: keep them apart.',
    'takeAlong.ask': 'Ask a colleague for the second yes',
    'takeAlong.asked': 'Asked. A colleague answers under Approvals; then fetch it here within a day.',
    'takeAlong.run': 'Fetch and save',
    'takeAlong.running': 'Fetching table by table…',
    'takeAlong.done': '{rows, plural, one {# row} other {# rows}} and {proofs, plural, one {# proof} other {# proofs}}. Save the file.',
    'takeAlong.save': 'Save the file',
  },
  vi: {
    'takeAlong.title': 'Mang theo tất cả',
    'takeAlong.intro':
      'Một tệp ZIP gồm mọi thứ nhóm bạn sở hữu và bạn đọc được: bảng, thẻ niêm phong, khóa niêm phong cho bạn, và các dòng sổ cái cùng bằng chứng. Mở bằng mười hai từ của bạn và công cụ miễn phí, không cần Asylia.',
    'takeAlong.sealed': 'Tên và lời kể vẫn niêm phong trong đó. Ai có tệp và các từ của bạn đều đọc được: hãy giữ riêng hai thứ.',
    'takeAlong.ask': 'Xin đồng nghiệp đồng ý',
    'takeAlong.asked': 'Đã hỏi. Đồng nghiệp trả lời ở mục Phê duyệt; sau đó lấy tệp ở đây trong vòng một ngày.',
    'takeAlong.run': 'Lấy và lưu',
    'takeAlong.running': 'Đang lấy từng bảng…',
    'takeAlong.done': '{rows} dòng và {proofs} bằng chứng. Hãy lưu tệp.',
    'takeAlong.save': 'Lưu tệp',
  },
  th: {
    'takeAlong.title': 'นำทุกอย่างไปด้วย',
    'takeAlong.intro':
      'ไฟล์ ZIP ของทุกสิ่งที่ทีมของคุณเป็นเจ้าของและคุณอ่านได้: ตาราง การ์ดที่ผนึก กุญแจที่ผนึกให้คุณ และบรรทัดของบัญชีพร้อมหลักฐาน เปิดได้ด้วยสิบสองคำของคุณกับเครื่องมือฟรี โดยไม่ต้องใช้ Asylia',
    'takeAlong.sealed': 'ชื่อและเรื่องราวยังถูกผนึกอยู่ ใครมีทั้งไฟล์และคำของคุณก็อ่านได้ โปรดเก็บแยกกัน',
    'takeAlong.ask': 'ขอความเห็นชอบจากเพื่อนร่วมงาน',
    'takeAlong.asked': 'ขอแล้ว เพื่อนร่วมงานตอบที่หน้าการอนุมัติ จากนั้นมารับที่นี่ภายในหนึ่งวัน',
    'takeAlong.run': 'ดึงและบันทึก',
    'takeAlong.running': 'กำลังดึงทีละตาราง…',
    'takeAlong.done': '{rows} แถว และ {proofs} หลักฐาน โปรดบันทึกไฟล์',
    'takeAlong.save': 'บันทึกไฟล์',
  },
  fr: {
    'takeAlong.title': 'Tout emporter',
    'takeAlong.intro':
      'Un ZIP de tout ce que votre équipe possède et que vous lisez : tables, fiches scellées, clés scellées pour vous, lignes du registre avec leurs preuves. Il s’ouvre avec vos douze mots et des outils libres, sans Asylia.',
    'takeAlong.sealed': 'Noms et récits y restent scellés. Qui a le fichier et vos mots les lit : gardez-les séparés.',
    'takeAlong.ask': 'Demander le second oui à un collègue',
    'takeAlong.asked': 'Demandé. Un collègue répond sous Approbations ; venez ensuite le chercher ici dans la journée.',
    'takeAlong.run': 'Chercher et enregistrer',
    'takeAlong.running': 'Table après table…',
    'takeAlong.done':
      '{rows, plural, one {# ligne} other {# lignes}} et {proofs, plural, one {# preuve} other {# preuves}}. Enregistrez le fichier.',
    'takeAlong.save': 'Enregistrer le fichier',
  },
  ar: {
    'takeAlong.title': 'أخذ كل شيء',
    'takeAlong.intro':
      'ملف ZIP بكل ما يملكه فريقك وتقرؤه أنت: الجداول والبطاقات المختومة والمفاتيح المختومة لك وأسطر السجل مع براهينها. يُفتح بكلماتك الاثنتي عشرة وأدوات حرة، من دون Asylia.',
    'takeAlong.sealed': 'تبقى الأسماء والروايات مختومة فيه. من يملك الملف وكلماتك يقرؤها: احفظهما منفصلين.',
    'takeAlong.ask': 'اطلب موافقة زميل',
    'takeAlong.asked': 'طُلبت. يجيب زميل في صفحة الموافقات؛ ثم خذه من هنا خلال يوم.',
    'takeAlong.run': 'أحضر واحفظ',
    'takeAlong.running': 'جدول بعد جدول…',
    'takeAlong.done': '{rows} صفًا و{proofs} برهانًا. احفظ الملف.',
    'takeAlong.save': 'احفظ الملف',
  },
})
