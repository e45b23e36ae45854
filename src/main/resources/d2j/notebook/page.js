document.querySelectorAll('.math').forEach(function (element) {
  katex.render(element.textContent, element, {
    displayMode: element.classList.contains('display'),
    output: 'mathml',
    throwOnError: false
  });
});

// Browsers that follow MathML Core ignore the attribute mathvariant: letters of other alphabets are named by their own
// characters instead. Bold is left to the style sheet, which needs no special font.
(function () {
  var alphabets = {
    'double-struck': {A: 0x1d538, a: 0x1d552, 0: 0x1d7d8,
      but: {C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ'}},
    script: {A: 0x1d49c, a: 0x1d4b6,
      but: {B: 'ℬ', E: 'ℰ', F: 'ℱ', H: 'ℋ', I: 'ℐ', L: 'ℒ', M: 'ℳ', R: 'ℛ', e: 'ℯ', g: 'ℊ', o: 'ℴ'}},
    fraktur: {A: 0x1d504, a: 0x1d51e, but: {C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ'}}
  };
  document.querySelectorAll('math [mathvariant]').forEach(function (element) {
    var alphabet = alphabets[element.getAttribute('mathvariant')];
    if (alphabet && element.childElementCount === 0) {
      element.removeAttribute('mathvariant');
      element.textContent = element.textContent.replace(/[A-Za-z0-9]/g, function (letter) {
        var first = letter <= '9' ? '0' : letter <= 'Z' ? 'A' : 'a';
        return alphabet.but[letter] || (alphabet[first]
          ? String.fromCodePoint(alphabet[first] + letter.charCodeAt(0) - first.charCodeAt(0)) : letter);
      });
    }
  });
})();
