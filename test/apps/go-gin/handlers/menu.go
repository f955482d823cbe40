package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"go.opentelemetry.io/otel"
)

type menu struct{ dishes map[string]string }

// RegisterMenu adds the routes of the menu to a group.
func RegisterMenu(group *gin.RouterGroup) {
	m := menu{dishes: map[string]string{"soup": "tomato"}}
	group.GET("", m.whole)
	group.GET("/:dish", m.dish)
	group.Handle(http.MethodPut, "/:dish", m.change)
}

func (m menu) whole(c *gin.Context) { c.JSON(http.StatusOK, m.dishes) }

func (m menu) dish(c *gin.Context) {
	name := c.Param("dish")
	_, span := otel.Tracer("kitchen/handlers").Start(c.Request.Context(), "translate."+name)
	defer span.End()
	c.String(http.StatusOK, m.dishes[name])
}

func (m menu) change(c *gin.Context) {
	c.Status(http.StatusAccepted)
}
