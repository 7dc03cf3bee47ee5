return "${{ vars.LIMIT }}"
