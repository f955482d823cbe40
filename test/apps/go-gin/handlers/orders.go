package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"kitchen/kds"
)

type Orders struct {
	tracer  trace.Tracer
	display *kds.Display
}

func NewOrders(display *kds.Display) *Orders {
	return &Orders{tracer: otel.Tracer("kitchen/handlers"), display: display}
}

func (o *Orders) List(c *gin.Context) {
	_, span := o.tracer.Start(c.Request.Context(), "Orders.List")
	defer span.End()
	c.JSON(http.StatusOK, []string{"soup", "fish"})
}

func (o *Orders) Show(c *gin.Context) {
	number, err := strconv.Atoi(c.Param("id"))
	if err != nil {
		c.AbortWithError(http.StatusBadRequest, err)
		return
	}
	if number > 100 {
		panic("there is no order " + c.Param("id"))
	}
	c.JSON(http.StatusOK, gin.H{"order": number})
}

func (o *Orders) Create(c *gin.Context) {
	var order struct {
		Dishes []string `json:"dishes"`
	}
	if err := c.BindJSON(&order); err != nil {
		return
	}
	for _, dish := range order.Dishes {
		if err := o.cook(c, dish); err != nil {
			c.AbortWithError(http.StatusUnprocessableEntity, err)
			return
		}
	}
	o.display.Show(c.Request.Context(), "7")
	c.Status(http.StatusCreated)
}

func (o *Orders) cook(ctx context.Context, dish string) error {
	if c, ok := ctx.(*gin.Context); ok {
		ctx = c.Request.Context()
	}
	return step(ctx, o.tracer, "cook "+dish, func(ctx context.Context) error {
		_, span := o.tracer.Start(ctx, "chop")
		defer span.End()
		if dish == "stone" {
			return errors.New("nobody can chop a stone")
		}
		return nil
	})
}

func step(ctx context.Context, tracer trace.Tracer, name string, work func(context.Context) error) error {
	ctx, span := tracer.Start(ctx, name)
	defer span.End()
	err := work(ctx)
	if err != nil {
		span.RecordError(err)
		span.SetStatus(codes.Error, err.Error())
	}
	return err
}

// InspectOrder shows what guests do not see.
func InspectOrder(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"order": c.Param("id"), "margin": 3})
}
