document.querySelectorAll('.math').forEach(function (element) {
  katex.render(element.textContent, element, {
    displayMode: element.classList.contains('display'),
    output: 'mathml',
    throwOnError: false
  });
});
